import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// Somebody wants to close the window: the PIN of a member of staff, or back to the visitor.
Rectangle {
    id: sheet

    required property VisitorModel vm
    readonly property bool wide: width > height
    readonly property real room: height - Theme.gap * 16

    visible: vm.leaving.shown
    focus: visible
    color: Theme.veil

    onVisibleChanged: {
        if (visible)
            forceActiveFocus();
    }

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Escape)
            sheet.vm.leaving.stay();
        else if (event.key === Qt.Key_Backspace)
            sheet.vm.leaving.erase();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            sheet.vm.leaving.submit();
        else if (event.text >= "0" && event.text <= "9")
            sheet.vm.leaving.digit(event.text);
        event.accepted = true;
    }

    Surface {
        anchors.centerIn: parent
        width: form.width + Theme.gap * 8
        height: form.height + Theme.gap * 8
        raised: false
        radius: Theme.radius * 1.5

        Grid {
            id: form

            x: Theme.gap * 4
            y: Theme.gap * 4
            columns: sheet.wide ? 2 : 1
            spacing: Theme.gap * 4

            Column {
                width: Math.min(sheet.width * (sheet.wide ? 0.4 : 0.8), Theme.text * 22)
                spacing: Theme.gap * 2

                Words {
                    width: parent.width
                    text: sheet.vm.words.leave_title ?? ""
                    size: Theme.heading
                    font.weight: Font.ExtraBold
                }

                Words {
                    width: parent.width
                    text: sheet.vm.words.leave_text ?? ""
                    color: Theme.soft
                }

                Numerals {
                    width: parent.width
                    text: "•".repeat(sheet.vm.leaving.digits)
                    size: Theme.heading
                    color: Theme.accent
                }

                Notice {
                    width: parent.width
                    visible: text !== ""
                    tone: "warn"
                    symbol: "triangle-alert"
                    text: sheet.vm.leaving.note
                }

                ButtonBar {
                    width: parent.width

                    ActionButton {
                        kind: "secondary"
                        label: sheet.vm.words.leave_stay ?? ""
                        onTriggered: sheet.vm.leaving.stay()
                    }

                    ActionButton {
                        enabled: sheet.vm.leaving.digits > 0 && !sheet.vm.leaving.asking
                        label: sheet.vm.words.leave_close ?? ""
                        onTriggered: sheet.vm.leaving.submit()
                    }
                }
            }

            Keypad {
                cell: Math.min(Theme.title * 2.9, sheet.room / (sheet.wide ? 4.4 : 8))
                eraseLabel: sheet.vm.words.leave_erase ?? ""
                onDigit: digit => sheet.vm.leaving.digit(digit)
                onErased: sheet.vm.leaving.erase()
            }
        }
    }
}
