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
    readonly property CounterSignIn signIn: vm.signIn
    readonly property bool narrow: width < 640
    readonly property real column: Math.min(width - 4 * Theme.gap, Theme.body * (signIn.typing || signIn.naming ? 24 : 44))

    Keys.onPressed: event => {
        event.accepted = true;
        if (event.key === Qt.Key_Escape)
            signIn.back();
        else if (event.key === Qt.Key_Backspace)
            signIn.erase();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            signIn.submit();
        else if (signIn.typing && event.text >= "0" && event.text <= "9" && event.text.length === 1)
            signIn.digit(event.text);
        else if (!signIn.typing && event.key >= Qt.Key_1 && event.key <= Qt.Key_9)
            signIn.chooseNth(event.key - Qt.Key_1);
        else
            event.accepted = false;
    }

    Connections {
        target: page.signIn

        function onStepChanged(): void {
            page.settle();
        }
    }

    Component.onCompleted: settle()

    function settle(): void {
        if (signIn.naming)
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
                text: page.signIn.chosen
                size: Theme.body
                font.weight: Font.DemiBold
                color: Theme.accent
                horizontalAlignment: Text.AlignHCenter
            }

            Words {
                width: parent.width
                text: page.signIn.title
                size: page.narrow ? Theme.heading : Theme.display
                font.weight: Font.ExtraBold
                horizontalAlignment: Text.AlignHCenter
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: page.signIn.hint
                color: Theme.soft
                horizontalAlignment: Text.AlignHCenter
            }

            GridLayout {
                width: parent.width
                visible: !page.signIn.typing && !page.signIn.naming
                columns: page.narrow ? 1 : Math.min(3, Math.max(1, choices.count))
                columnSpacing: Theme.gap * 1.5
                rowSpacing: Theme.gap * 1.5
                uniformCellWidths: true

                Repeater {
                    id: choices

                    model: page.signIn.choices

                    ChoiceCard {
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        narrow: page.narrow
                        onTriggered: page.signIn.choose(choice)
                    }
                }
            }

            Field {
                id: name

                width: parent.width
                visible: page.signIn.naming
                placeholder: page.vm.frame.labels.name_hint
                onWritten: text => page.signIn.name(text)
            }

            PinDots {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: page.signIn.typing
                digits: page.signIn.digits
                words: page.signIn.digitsText
            }

            Notice {
                width: parent.width
                visible: text !== ""
                tone: "warn"
                symbol: page.signIn.locked !== "" ? "lock-keyhole" : "triangle-alert"
                text: page.signIn.locked || page.vm.frame.problem
            }

            Keypad {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: page.signIn.typing
                eraseLabel: page.vm.frame.labels.erase
                onDigit: digit => page.signIn.digit(digit)
                onErased: page.signIn.erase()
            }

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.gap * 1.5

                ActionButton {
                    visible: page.signIn.mayGoBack
                    kind: "secondary"
                    symbol: "arrow-left"
                    label: page.vm.frame.labels.back
                    size: Theme.body
                    implicitHeight: Theme.body * 3
                    onTriggered: page.signIn.back()
                }

                ActionButton {
                    visible: page.signIn.typing || page.signIn.naming
                    enabled: page.signIn.maySubmit
                    symbol: "arrow-right"
                    symbolLast: true
                    label: page.signIn.submitLabel
                    size: Theme.body
                    implicitHeight: Theme.body * 3
                    onTriggered: page.signIn.submit()
                }
            }
        }
    }
}
