pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.board.models

// Many counters: the last twelve calls, newest first, each number with its counter.
Item {
    id: grid

    required property BoardModel vm
    required property real unit
    property int columns: 4
    readonly property int rows: Math.ceil(12 / columns)
    readonly property real gap: 14 * unit
    readonly property real cellWidth: (width - (columns - 1) * gap) / columns
    readonly property real cellHeight: (height - (rows - 1) * gap) / rows

    Repeater {
        model: grid.vm.earlier

        Surface {
            id: cell

            required property int index
            required property string number
            required property string tile

            x: (index % grid.columns) * (grid.cellWidth + grid.gap)
            y: Math.floor(index / grid.columns) * (grid.cellHeight + grid.gap)
            width: grid.cellWidth
            height: grid.cellHeight
            raised: false
            radius: 26 * grid.unit

            Numerals {
                x: 28 * grid.unit
                width: tileBox.x - x - 16 * grid.unit
                height: parent.height
                text: cell.number
                size: Math.min(92 * grid.unit, parent.height * 0.8)
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 14
                font.weight: Font.ExtraBold
                verticalAlignment: Text.AlignVCenter
                lineHeight: 0.8
            }

            CounterTile {
                id: tileBox

                x: parent.width - width - 22 * grid.unit
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(parent.width * 0.3, Math.max(height, 112 * grid.unit))
                height: Math.min(parent.height * 0.74, 112 * grid.unit)
                text: cell.tile
                size: height * 0.66
            }
        }
    }
}
