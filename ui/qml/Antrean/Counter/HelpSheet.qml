pragma ComponentBehavior: Bound

import QtQuick
import Antrean.Theme
import Antrean.Controls
import Antrean.Counter.Models

// Every key of the window.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property var labels: vm.frame.labels

    title: vm.ask.title
    onClosed: vm.cancel()

    component Line: Row {
        id: line

        required property string key
        required property string label

        width: parent ? parent.width : 0
        spacing: Theme.gap * 1.5

        Item {
            width: Theme.body * 5
            height: cap.height

            KeyCap {
                id: cap

                text: line.key
                size: Theme.body
                ink: Theme.ink
            }
        }

        Words {
            width: line.width - Theme.body * 5 - line.spacing
            text: line.label
        }
    }

    Item {
        focus: true
    }

    Line {
        key: "F2"
        label: sheet.labels.help_next
    }

    Repeater {
        model: sheet.vm.desk.actions

        Line {}
    }

    Repeater {
        model: sheet.vm.desk.tools

        Line {}
    }

    Line {
        key: "Tab"
        label: sheet.labels.help_tab
    }

    Line {
        key: "Enter"
        label: sheet.labels.help_enter
    }

    Line {
        key: "Esc"
        label: sheet.labels.help_escape
    }
}
