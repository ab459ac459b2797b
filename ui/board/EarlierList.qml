pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.board.models

// The calls before, newest first: the same pair of number and counter, small.
Surface {
    id: list

    required property BoardModel vm
    required property real unit
    property bool upright: false
    readonly property real pad: (upright ? 38 : 32) * unit
    readonly property real head: 80 * unit
    readonly property int rows: 4
    readonly property real rowHeight: (height - head - 12 * unit) / rows
    readonly property real tileWidth: upright ? width * 0.46 : Math.max(rowHeight * 0.86, width * 0.2)

    raised: false
    radius: 26 * unit

    PairLabel {
        x: list.pad
        y: (list.head - height) / 2 + 6 * list.unit
        width: list.width - list.pad * 2 - list.tileWidth
        text: list.vm.labels.earlier
        second: list.vm.seconds.earlier
        size: 29 * list.unit
    }

    PairLabel {
        x: list.width - list.pad - list.tileWidth + (list.upright ? 0 : Math.max(0, list.tileWidth - implicitWidth) / 2)
        y: (list.head - height) / 2 + 6 * list.unit
        width: list.tileWidth
        text: list.vm.labels.counter
        second: list.upright ? list.vm.seconds.counter : ""
        size: 29 * list.unit
    }

    Repeater {
        model: list.vm.earlier

        Item {
            id: row

            required property int index
            required property string number
            required property string counter
            required property string tile

            x: list.pad
            y: list.head + index * list.rowHeight
            width: list.width - 2 * list.pad
            height: list.rowHeight
            visible: index < list.rows

            Rectangle {
                width: parent.width
                height: Math.max(1, 2 * list.unit)
                color: Theme.edge
            }

            Numerals {
                width: parent.width - tile.width - 20 * list.unit
                height: parent.height
                text: row.number
                size: Math.min((list.upright ? 142 : 126) * list.unit, parent.height * 0.98)
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 16
                font.weight: Font.ExtraBold
                verticalAlignment: Text.AlignVCenter
                lineHeight: 0.8
            }

            CounterTile {
                id: tile

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: list.tileWidth
                height: parent.height * 0.78
                text: list.upright ? row.counter : row.tile
                size: parent.height * (list.upright ? 0.5 : 0.6)
            }
        }
    }
}
