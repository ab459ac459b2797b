pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// A question: what is to be known, a list, a line to write, a PIN; and then yes or back.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property CounterAsk ask: vm.ask

    title: ask.title
    onClosed: vm.cancel()

    Keys.onPressed: event => {
        event.accepted = true;
        if (event.isAutoRepeat && event.key !== Qt.Key_Backspace)
            return;
        if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            vm.confirm();
        else if (ask.typing && event.key === Qt.Key_Backspace)
            vm.erase();
        else if (event.text >= "0" && event.text <= "9" && event.text.length === 1)
            ask.typing ? vm.digit(event.text) : vm.pickKey(event.text);
        else
            event.accepted = false;
    }

    Component.onCompleted: settle()

    // Each question begins with an empty line, and with the hands where they belong.
    function settle(): void {
        own.text = "";
        if (ask.fieldFirst)
            own.take();
        else
            keys.forceActiveFocus();
    }

    Connections {
        target: sheet.ask

        function onQuestionChanged(): void {
            sheet.settle();
        }

        function onNoteChanged(): void {
            if (sheet.ask.fieldFirst)
                own.take();
        }
    }

    Item {
        id: keys

        focus: true
    }

    Numerals {
        width: parent.width
        visible: text !== ""
        text: sheet.ask.number
        size: Math.min(parent.width * 0.24, Theme.display * 2.6)
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.title
        font.weight: Font.ExtraBold
        color: Theme.accent
        horizontalAlignment: Text.AlignHCenter
    }

    QrCode {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: text !== ""
        text: sheet.ask.code
        available: Math.min(parent.width * 0.7, sheet.height * 0.32)
        Accessible.role: Accessible.Graphic
        Accessible.name: sheet.ask.note
    }

    Notice {
        width: parent.width
        visible: text !== ""
        tone: sheet.ask.good ? "good" : "warn"
        symbol: sheet.ask.code !== "" ? "smartphone" : sheet.ask.good ? "circle-check" : "triangle-alert"
        text: sheet.ask.note
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: sheet.ask.hint
        color: Theme.soft
    }

    Column {
        width: parent.width
        visible: sheet.ask.listed
        spacing: Theme.gap

        Repeater {
            model: sheet.ask.reasons

            ReasonRow {
                required label

                width: parent.width
                many: sheet.ask.many
                quick: sheet.ask.quick
                onTriggered: sheet.vm.pick(reason)
                onActiveFocusChanged: if (activeFocus)
                    sheet.show(this)
            }
        }
    }

    Field {
        id: own

        width: parent.width
        visible: sheet.ask.field !== ""
        placeholder: sheet.ask.field
        longest: 200
        onWritten: text => sheet.vm.write(text)
    }

    PinDots {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: sheet.ask.typing
        digits: sheet.ask.digits
        words: sheet.ask.digitsText
    }

    Keypad {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: sheet.ask.typing
        cell: Theme.title * 2.4
        eraseLabel: sheet.vm.frame.labels.erase
        onDigit: digit => sheet.vm.digit(digit)
        onErased: sheet.vm.erase()
    }

    Flow {
        width: parent.width
        layoutDirection: Qt.RightToLeft
        spacing: Theme.gap * 1.5

        ActionButton {
            visible: sheet.ask.confirmLabel !== ""
            kind: sheet.ask.danger ? "danger" : "primary"
            enabled: sheet.ask.mayConfirm
            symbol: "check"
            label: sheet.ask.confirmLabel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.vm.confirm()
        }

        ActionButton {
            visible: sheet.ask.code === ""
            kind: "secondary"
            label: sheet.vm.frame.labels.cancel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.vm.cancel()
        }
    }
}
