pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.counter.models

// Counter, name and PIN, one after the other; or the first account.
FocusScope {
    id: page

    required property CounterModel vm
    readonly property CounterEntry entry: vm.entry
    readonly property bool narrow: width < 640
    readonly property real column: Math.min(width - 4 * Theme.gap, Theme.body * (entry.typing || entry.naming ? 24 : 44))

    Keys.onPressed: event => {
        event.accepted = true;
        if (event.key === Qt.Key_Escape)
            vm.back();
        else if (event.key === Qt.Key_Backspace)
            vm.erase();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            vm.submit();
        else if (entry.typing && event.text >= "0" && event.text <= "9" && event.text.length === 1)
            vm.digit(event.text);
        else if (!entry.typing && event.key >= Qt.Key_1 && event.key <= Qt.Key_9)
            vm.chooseNth(event.key - Qt.Key_1);
        else
            event.accepted = false;
    }

    Connections {
        target: page.entry

        function onStepChanged(): void {
            page.settle();
        }
    }

    Component.onCompleted: settle()

    function settle(): void {
        if (entry.naming)
            name.take();
        else
            keys.forceActiveFocus();
    }

    Item {
        id: keys

        focus: true
    }

    Flickable {
        anchors.fill: parent
        contentHeight: Math.max(height, sheet.implicitHeight + 4 * Theme.gap)
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        Column {
            id: sheet

            anchors.horizontalCenter: parent.horizontalCenter
            y: Math.max(2 * Theme.gap, (parent.height - implicitHeight) * 0.4)
            width: page.column
            spacing: Theme.gap * 2

            Words {
                width: parent.width
                visible: text !== ""
                text: page.entry.chosen
                size: Theme.body
                font.weight: Font.DemiBold
                color: Theme.accent
                horizontalAlignment: Text.AlignHCenter
            }

            Words {
                width: parent.width
                text: page.entry.title
                size: page.narrow ? Theme.heading : Theme.display
                font.weight: Font.ExtraBold
                horizontalAlignment: Text.AlignHCenter
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: page.entry.hint
                color: Theme.soft
                horizontalAlignment: Text.AlignHCenter
            }

            GridLayout {
                width: parent.width
                visible: !page.entry.typing && !page.entry.naming
                columns: page.narrow ? 1 : Math.min(3, Math.max(1, choices.count))
                columnSpacing: Theme.gap * 1.5
                rowSpacing: Theme.gap * 1.5
                uniformCellWidths: true

                Repeater {
                    id: choices

                    model: page.entry.choices

                    ChoiceCard {
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        narrow: page.narrow
                        onTriggered: page.vm.choose(choice)
                    }
                }
            }

            Field {
                id: name

                width: parent.width
                visible: page.entry.naming
                placeholder: page.vm.frame.labels.name_hint
                onWritten: text => page.vm.name(text)
            }

            PinDots {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: page.entry.typing
                digits: page.entry.digits
                words: page.entry.digitsText
            }

            Notice {
                width: parent.width
                visible: text !== ""
                tone: "warn"
                symbol: page.entry.locked !== "" ? "lock-keyhole" : "triangle-alert"
                text: page.entry.locked || page.vm.frame.problem
            }

            Keypad {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: page.entry.typing
                eraseLabel: page.vm.frame.labels.erase
                onDigit: digit => page.vm.digit(digit)
                onErased: page.vm.erase()
            }

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.gap * 1.5

                ActionButton {
                    visible: page.entry.mayGoBack
                    kind: "secondary"
                    symbol: "arrow-left"
                    label: page.vm.frame.labels.back
                    size: Theme.body
                    implicitHeight: Theme.body * 3
                    onTriggered: page.vm.back()
                }

                ActionButton {
                    visible: page.entry.typing || page.entry.naming
                    enabled: page.entry.maySubmit
                    symbol: "arrow-right"
                    symbolLast: true
                    label: page.entry.submitLabel
                    size: Theme.body
                    implicitHeight: Theme.body * 3
                    onTriggered: page.vm.submit()
                }
            }
        }
    }
}
