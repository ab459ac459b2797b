pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// A question: what is to be known, a list, a line to write, a PIN; and then yes or back.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property CounterSheet question: vm.sheet

    title: question.title
    onClosed: question.cancel()

    Keys.onPressed: event => {
        event.accepted = true;
        if (event.isAutoRepeat && event.key !== Qt.Key_Backspace)
            return;
        if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            question.confirm();
        else if (question.typing && event.key === Qt.Key_Backspace)
            question.erase();
        else if (event.text >= "0" && event.text <= "9" && event.text.length === 1)
            question.typing ? question.digit(event.text) : question.pickKey(event.text);
        else
            event.accepted = false;
    }

    Component.onCompleted: settle()

    // Each question begins with an empty line, and with the hands where they belong.
    function settle(): void {
        own.text = "";
        if (question.fieldFirst)
            own.take();
        else
            keys.forceActiveFocus();
    }

    Connections {
        target: sheet.question

        function onQuestionChanged(): void {
            sheet.settle();
        }

        function onNoteChanged(): void {
            if (sheet.question.fieldFirst)
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
        text: sheet.question.number
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
        text: sheet.question.code
        available: Math.min(parent.width * 0.7, sheet.height * 0.32)
        Accessible.role: Accessible.Graphic
        Accessible.name: sheet.question.note
    }

    Notice {
        width: parent.width
        visible: text !== ""
        tone: sheet.question.good ? "good" : "warn"
        symbol: sheet.question.code !== "" ? "smartphone" : sheet.question.good ? "circle-check" : "triangle-alert"
        text: sheet.question.note
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: sheet.question.hint
        color: Theme.soft
    }

    Column {
        width: parent.width
        visible: sheet.question.listed
        spacing: Theme.gap

        Repeater {
            model: sheet.question.reasons

            ReasonRow {
                required label

                width: parent.width
                many: sheet.question.many
                quick: sheet.question.quick
                onTriggered: sheet.question.pick(reason)
                onActiveFocusChanged: if (activeFocus)
                    sheet.show(this)
            }
        }
    }

    Field {
        id: own

        width: parent.width
        visible: sheet.question.field !== ""
        placeholder: sheet.question.field
        longest: 200
        onWritten: text => sheet.question.write(text)
    }

    PinDots {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: sheet.question.typing
        digits: sheet.question.digits
        words: sheet.question.digitsText
    }

    Keypad {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: sheet.question.typing
        cell: Theme.title * 2.4
        eraseLabel: sheet.vm.frame.labels.erase
        onDigit: digit => sheet.question.digit(digit)
        onErased: sheet.question.erase()
    }

    Flow {
        width: parent.width
        layoutDirection: Qt.RightToLeft
        spacing: Theme.gap * 1.5

        ActionButton {
            visible: sheet.question.confirmLabel !== ""
            kind: sheet.question.danger ? "danger" : "primary"
            enabled: sheet.question.mayConfirm
            symbol: "check"
            label: sheet.question.confirmLabel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.question.confirm()
        }

        ActionButton {
            visible: sheet.question.code === ""
            kind: "secondary"
            label: sheet.vm.frame.labels.cancel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.question.cancel()
        }
    }
}
