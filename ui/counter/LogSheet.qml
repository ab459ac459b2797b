pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// Who did what today, the newest first, and a line to look for something.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property CounterSheet question: vm.sheet

    title: question.title
    widest: Theme.body * 50
    onClosed: question.cancel()

    Component.onCompleted: wanted.take()

    Words {
        width: parent.width
        text: sheet.question.hint
        color: Theme.soft
    }

    Notice {
        width: parent.width
        visible: text !== ""
        tone: "warn"
        symbol: "triangle-alert"
        text: sheet.question.note
    }

    Field {
        id: wanted

        width: parent.width
        focus: true
        placeholder: sheet.question.field
        onWritten: text => sheet.question.write(text)
    }

    Column {
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: sheet.vm.log.lines

            Item {
                id: line

                required property string time
                required property string who
                required property string what

                width: parent.width
                implicitHeight: Math.max(clock.implicitHeight, deed.implicitHeight + doer.height)
                Accessible.role: Accessible.ListItem
                Accessible.name: [line.time, line.who, line.what].filter(part => part !== "").join(", ")

                Numerals {
                    id: clock

                    text: line.time
                    size: Theme.body
                    color: Theme.soft
                }

                Words {
                    id: deed

                    x: Theme.body * 4
                    width: parent.width - x
                    text: line.what
                    Accessible.ignored: true
                }

                Words {
                    id: doer

                    x: deed.x
                    y: deed.implicitHeight
                    width: deed.width
                    height: text === "" ? 0 : implicitHeight
                    visible: text !== ""
                    text: line.who
                    size: Theme.small
                    color: Theme.soft
                    Accessible.ignored: true
                }
            }
        }
    }

    Flow {
        width: parent.width
        layoutDirection: Qt.RightToLeft

        ActionButton {
            kind: "secondary"
            label: sheet.vm.frame.labels.cancel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.question.cancel()
        }
    }
}
