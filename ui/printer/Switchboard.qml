pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.printer.models

// How it is, and a switch for everything that can be the matter.
ColumnLayout {
    id: board

    required property PrinterModel vm
    readonly property var symbols: ({
            "paper_out": "scroll-text",
            "near_end": "hourglass",
            "cover_open": "door-open",
            "cutter": "scissors",
            "overheated": "thermometer",
            "broken": "triangle-alert",
            "offline": "pause",
            "refuse": "unplug",
            "mute": "volume-x",
            "silence": "ban",
            "slow": "turtle",
            "late": "timer",
            "power": "power",
            "cut": "unlink",
            "garbage": "zap",
            "mend": "wrench"
        })

    spacing: Theme.gap * 1.5

    Notice {
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.body * 4
        tone: board.vm.tone
        symbol: board.vm.symbol
        text: board.vm.status
    }

    Switches {
        title: board.vm.labels["body"]
        names: board.vm.body
    }

    Switches {
        title: board.vm.labels["line"]
        names: board.vm.line
    }

    GridLayout {
        Layout.fillWidth: true
        Layout.topMargin: Theme.gap
        columns: 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true

        Repeater {
            model: ["power", "cut", "garbage", "mend"]
            delegate: ActionButton {
                required property string modelData

                Layout.fillWidth: true
                Layout.preferredHeight: Theme.body * 2.6
                kind: modelData === "mend" ? "primary" : "quiet"
                label: board.vm.labels[modelData]
                symbol: board.symbols[modelData]
                size: Theme.small
                padding: Theme.gap
                onTriggered: board.vm.do(modelData)
            }
        }
    }

    Item {
        Layout.fillHeight: true
    }

    GridLayout {
        Layout.fillWidth: true
        columns: board.width > 400 ? 2 : 1
        uniformCellWidths: true
        rowSpacing: 0

        Fact {
            Layout.fillWidth: true
            symbol: "arrow-down-to-line"
            text: board.vm.received
        }

        Fact {
            Layout.fillWidth: true
            symbol: "hourglass"
            text: board.vm.waiting
        }
    }

    component Switches: ColumnLayout {
        id: group

        required property string title
        required property list<string> names

        Layout.fillWidth: true
        spacing: Theme.gap

        Words {
            text: group.title
            size: Theme.small
            font.weight: Font.Bold
            color: Theme.soft
        }

        GridLayout {
            Layout.fillWidth: true
            columns: 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            uniformCellWidths: true

            Repeater {
                model: group.names
                delegate: FaultSwitch {
                    required property string modelData

                    Layout.fillWidth: true
                    label: board.vm.labels[modelData]
                    symbol: board.symbols[modelData]
                    checked: board.vm.switched.includes(modelData)
                    onTriggered: board.vm.switch(modelData)
                }
            }
        }
    }
}
