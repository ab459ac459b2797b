pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.pairing.models

// The servers that answer on this network, or an address written by hand.
ColumnLayout {
    id: list

    required property PairingModel vm
    signal done

    spacing: Theme.gap * 1.2

    Words {
        Layout.fillWidth: true
        text: list.vm.labels.server
        size: Theme.title
        font.weight: Font.Bold
    }

    Words {
        Layout.fillWidth: true
        visible: text !== "" && !list.vm.naming
        text: list.vm.searching
        color: Theme.soft
    }

    Repeater {
        model: list.vm.naming ? null : list.vm.servers

        Tappable {
            id: card

            required property string url
            required label
            required property string detail
            required property bool chosen

            Layout.fillWidth: true
            implicitHeight: row.implicitHeight + 2.4 * Theme.gap
            checkable: true
            checked: chosen
            Accessible.description: detail
            onTriggered: list.vm.choose(url)

            Surface {
                anchors.fill: parent
                color: card.pressed ? Theme.accentTintPressed : card.chosen ? Theme.accentTint : Theme.surface
                border.width: card.chosen ? Theme.line * 2 : Theme.line
                border.color: card.chosen ? Theme.accent : Theme.edge
            }

            RowLayout {
                id: row

                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                anchors.margins: Theme.gap * 1.6
                spacing: Theme.gap * 1.5

                Icon {
                    name: card.chosen ? "circle-check" : "circle"
                    tint: Theme.accent
                    size: Theme.title
                }

                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0

                    Words {
                        Layout.fillWidth: true
                        text: card.label
                        size: Theme.body
                        font.weight: Font.Bold
                        Accessible.ignored: true
                    }

                    Words {
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: card.detail
                        size: Theme.small
                        color: Theme.soft
                        Accessible.ignored: true
                    }
                }
            }
        }
    }

    Field {
        id: address

        Layout.fillWidth: true
        visible: list.vm.naming
        placeholder: list.vm.labels.address_hint
        longest: 100
        onWritten: text => list.vm.name(text)
        Keys.onReturnPressed: list.done()
        Keys.onEnterPressed: list.done()
    }

    ActionButton {
        kind: "quiet"
        size: Theme.small
        padding: Theme.gap * 1.6
        label: list.vm.naming ? list.vm.labels.found : list.vm.labels.another
        onTriggered: {
            list.vm.another();
            if (list.vm.naming)
                address.take();
            else
                list.done();
        }
    }
}
