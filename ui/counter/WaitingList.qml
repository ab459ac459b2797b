pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// Who waits, in the order of the calls; late in colour and in words.
ListView {
    id: list

    required property string nobody

    clip: true
    spacing: Theme.gap * 0.6
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: count > 0
    keyNavigationEnabled: true
    highlightFollowsCurrentItem: false
    Accessible.role: Accessible.List

    Words {
        visible: list.count === 0
        width: list.width
        text: list.nobody
        color: Theme.soft
    }

    delegate: Rectangle {
        id: row

        required property string number
        required property string service
        required property string about
        required property string wait
        required property string late
        required property bool soon
        required property string priority
        required property string flag
        required property bool first

        readonly property color mark: late === "" ? Theme.ink : soon ? Theme.warn : Theme.bad

        width: list.width
        implicitHeight: line.implicitHeight + 1.6 * Theme.gap
        radius: Theme.radius * 0.6
        color: first ? Theme.accentTint : Theme.surface
        border.width: Theme.line
        border.color: first ? Theme.accent : Theme.edge
        Accessible.role: Accessible.ListItem
        Accessible.name: [number, service, about, wait, late, priority, flag].filter(part => part !== "").join(", ")

        RowLayout {
            id: line

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            anchors.leftMargin: Theme.gap * 1.5
            anchors.rightMargin: Theme.gap * 1.5
            spacing: Theme.gap * 1.5

            Numerals {
                Layout.preferredWidth: Math.max(implicitWidth, Theme.title * 3.4)
                text: row.number
                size: Theme.title
                color: row.first ? Theme.accent : Theme.ink
            }

            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0

                Words {
                    Layout.fillWidth: true
                    text: row.service
                    size: Theme.small
                    color: Theme.soft
                }

                Words {
                    Layout.fillWidth: true
                    visible: text !== ""
                    text: row.about
                    size: Theme.small
                    font.weight: Font.DemiBold
                }

                Flow {
                    Layout.fillWidth: true
                    visible: row.priority !== "" || row.flag !== ""
                    spacing: Theme.gap * 1.5

                    Fact {
                        visible: row.priority !== ""
                        symbol: "heart-handshake"
                        text: row.priority
                        room: parent.width
                        size: Theme.small
                        tint: Theme.accent
                    }

                    Fact {
                        visible: row.flag !== ""
                        symbol: "eye-off"
                        text: row.flag
                        room: parent.width
                        size: Theme.small
                        tint: Theme.warn
                    }
                }
            }

            ColumnLayout {
                spacing: 0

                Words {
                    Layout.alignment: Qt.AlignRight
                    text: row.wait
                    size: Theme.body
                    font.weight: Font.Bold
                    wrapMode: Text.NoWrap
                    color: row.mark
                }

                Fact {
                    Layout.alignment: Qt.AlignRight
                    visible: row.late !== ""
                    symbol: row.soon ? "hourglass" : "clock-alert"
                    text: row.late
                    size: Theme.small
                    tint: row.mark
                }
            }
        }
    }

    Rectangle {
        anchors.right: parent.right
        y: list.visibleArea.yPosition * list.height
        width: Theme.ring
        height: list.visibleArea.heightRatio * list.height
        visible: list.visibleArea.heightRatio < 1
        radius: width / 2
        color: Theme.strongEdge
    }

    Rectangle {
        anchors.fill: parent
        visible: list.activeFocus
        color: "transparent"
        radius: Theme.radius * 0.6
        border.width: Theme.ring
        border.color: Theme.focus
    }
}
