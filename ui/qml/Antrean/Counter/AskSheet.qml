pragma ComponentBehavior: Bound

import QtQuick
import Antrean.Theme
import Antrean.Controls
import Antrean.Counter.Models

// A question before something that is hard to take back: why, and then yes or back.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property CounterAsk ask: vm.ask

    title: ask.title
    onClosed: vm.cancel()

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            vm.confirm();
        else if (event.key >= Qt.Key_1 && event.key <= Qt.Key_9)
            vm.pickNth(event.key - Qt.Key_1);
        else
            return;
        event.accepted = true;
    }

    Item {
        focus: true
    }

    Words {
        width: parent.width
        text: sheet.ask.hint
        color: Theme.soft
    }

    Column {
        width: parent.width
        visible: sheet.ask.wantsReason
        spacing: Theme.gap

        Repeater {
            model: sheet.ask.reasons

            Tappable {
                id: reason

                required property string reason
                required property string key
                required property bool chosen
                required label

                width: parent.width
                implicitHeight: Theme.body * 2.8
                checkable: true
                checked: chosen
                onTriggered: sheet.vm.pick(reason)

                Rectangle {
                    anchors.fill: parent
                    radius: Theme.radius * 0.8
                    color: reason.chosen ? Theme.accentTint : Theme.surface
                    border.width: reason.chosen ? Theme.line * 2 : Theme.line
                    border.color: reason.chosen ? Theme.accent : Theme.edge
                }

                Icon {
                    x: Theme.gap * 1.5
                    anchors.verticalCenter: parent.verticalCenter
                    name: reason.chosen ? "circle-check" : "circle"
                    tint: reason.chosen ? Theme.accent : Theme.strongEdge
                }

                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    x: Theme.gap * 3 + Theme.icon
                    width: parent.width - x - cap.width - Theme.gap * 3
                    text: reason.label
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }

                KeyCap {
                    id: cap

                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gap * 1.5
                    anchors.verticalCenter: parent.verticalCenter
                    text: reason.key
                }
            }
        }

        Field {
            width: parent.width
            visible: sheet.ask.ownWords
            placeholder: sheet.vm.frame.labels.own_words
            longest: 200
            onWritten: text => sheet.vm.write(text)
        }
    }

    Flow {
        width: parent.width
        layoutDirection: Qt.RightToLeft
        spacing: Theme.gap * 1.5

        ActionButton {
            kind: sheet.ask.danger ? "danger" : "primary"
            enabled: sheet.ask.mayConfirm
            symbol: "check"
            label: sheet.ask.confirmLabel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.vm.confirm()
        }

        ActionButton {
            kind: "secondary"
            label: sheet.vm.frame.labels.cancel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.vm.cancel()
        }
    }
}
