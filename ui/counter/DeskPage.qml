pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.counter.models

// The officer's work: the ticket, the large button, what can be done, who waits. A strip, or two columns.
FocusScope {
    id: page

    required property CounterModel vm
    readonly property bool narrow: width < 860
    readonly property var labels: vm.frame.labels

    component Beside: Repeater {
        id: beside

        property bool wide: false

        ActionTile {
            required property string name
            required label
            required symbol
            required key
            required enabled

            Layout.fillWidth: beside.wide
            onTriggered: page.vm.press(name)
        }
    }

    Flickable {
        id: strip

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: tools.top
        contentHeight: Math.max(height, grid.implicitHeight + 4 * Theme.gap)
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height
        clip: true

        GridLayout {
            id: grid

            x: 2 * Theme.gap
            y: 2 * Theme.gap
            width: strip.width - 4 * Theme.gap
            height: strip.contentHeight - 4 * Theme.gap
            columns: page.narrow ? 1 : 2
            columnSpacing: Theme.gap * 3
            rowSpacing: Theme.gap * 1.5

            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: !page.narrow
                Layout.horizontalStretchFactor: 3
                spacing: Theme.gap * 1.5

                TicketCard {
                    Layout.fillWidth: true
                    Layout.fillHeight: !page.narrow
                    desk: page.vm.desk
                    whyTitle: page.labels.why
                    priorityWord: page.labels.priority
                    narrow: page.narrow
                    room: page.height
                }

                MainButton {
                    id: main

                    Layout.fillWidth: true
                    focus: true
                    enabled: page.vm.desk.mainEnabled
                    label: page.vm.desk.mainLabel
                    symbol: page.vm.desk.mainSymbol
                    hint: page.vm.desk.mainHint
                    key: "F2"
                    tall: !page.narrow
                    onTriggered: page.vm.press("main")
                }

                GridLayout {
                    id: moves

                    Layout.fillWidth: true
                    columns: page.narrow ? 2 : 3
                    columnSpacing: Theme.gap
                    rowSpacing: Theme.gap
                    uniformCellWidths: true

                    Repeater {
                        model: page.vm.desk.actions

                        ActionTile {
                            required property string name
                            required label
                            required symbol
                            required key
                            required hint
                            required enabled

                            Layout.fillWidth: true
                            Layout.fillHeight: true
                            danger: name === "void"
                            onTriggered: page.vm.press(name)
                        }
                    }
                }
            }

            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.horizontalStretchFactor: 2
                Layout.preferredWidth: page.narrow ? -1 : grid.width * 0.38
                Layout.maximumWidth: page.narrow ? -1 : grid.width * 0.38
                spacing: Theme.gap

                RowLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap

                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 0

                        Words {
                            Layout.fillWidth: true
                            text: page.labels.waiting
                            size: Theme.title
                            font.weight: Font.Bold
                        }

                        Words {
                            Layout.fillWidth: true
                            text: page.vm.frame.waitingCount
                            size: Theme.small
                            color: Theme.soft
                        }
                    }

                    Beside {
                        model: page.vm.desk.filters
                    }
                }

                WaitingList {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumHeight: Theme.body * 10
                    model: page.vm.waiting
                    nobody: page.vm.desk.nobody
                }

                GridLayout {
                    Layout.fillWidth: true
                    columns: 2
                    columnSpacing: Theme.gap
                    rowSpacing: Theme.gap
                    uniformCellWidths: true

                    Beside {
                        model: page.vm.desk.beside
                        wide: true
                    }
                }

                Words {
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.gap
                    text: page.labels.missed
                    size: Theme.title
                    font.weight: Font.Bold
                }

                MissedList {
                    Layout.fillWidth: true
                    rows: page.vm.missed
                    none: page.labels.none_missed
                    giveBack: page.labels.return
                    onReturned: ticket => page.vm.giveBack(ticket)
                }

                Words {
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.gap
                    visible: held.some
                    text: page.labels.held
                    size: Theme.title
                    font.weight: Font.Bold
                }

                MissedList {
                    id: held

                    Layout.fillWidth: true
                    visible: some
                    rows: page.vm.held
                    none: ""
                    giveBack: page.labels.return
                    onReturned: ticket => page.vm.giveBack(ticket)
                }
            }
        }
    }

    ToolRow {
        id: tools

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        rows: page.vm.desk.tools
        narrow: page.narrow
        onPressed: name => page.vm.press(name)
    }
}
