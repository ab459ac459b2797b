pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls

// What became of the numbers of one service.
Column {
    id: row

    required property string name
    required property int issued
    required property int served
    required property int noShow
    required property int notServed
    required property int open
    required property string waits
    required property int index
    // "void" is a word of the language.
    required property int voided
    property var labels
    property bool narrow: false

    spacing: Theme.gap * 0.8

    Rectangle {
        width: parent.width
        height: Theme.line
        visible: row.index > 0
        color: Theme.edge
    }

    Words {
        width: parent.width
        text: row.name
        font.weight: Font.Bold
    }

    Grid {
        id: cells

        readonly property real cell: (row.width - (columns - 1) * columnSpacing) / columns

        columns: row.narrow ? 3 : 6
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: [
                {
                    count: row.issued,
                    label: row.labels.issued
                },
                {
                    count: row.served,
                    label: row.labels.served
                },
                {
                    count: row.noShow,
                    label: row.labels.no_show
                },
                {
                    count: row.voided,
                    label: row.labels.void
                },
                {
                    count: row.notServed,
                    label: row.labels.not_served
                },
                {
                    count: row.open,
                    label: row.labels.open
                }
            ]

            Item {
                id: cell

                required property var modelData

                implicitWidth: cells.cell
                implicitHeight: count.implicitHeight + name.implicitHeight

                Numerals {
                    id: count

                    text: cell.modelData.count
                    size: Theme.heading
                    color: cell.modelData.count > 0 ? Theme.ink : Theme.soft
                }

                Words {
                    id: name

                    y: count.implicitHeight
                    width: cells.cell
                    text: cell.modelData.label
                    size: Theme.small
                    color: Theme.soft
                }
            }
        }
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: row.waits
        size: Theme.small
        color: Theme.soft
    }
}
