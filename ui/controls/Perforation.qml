pragma ComponentBehavior: Bound

import QtQuick
import ui.theme

// The tear-off line of a ticket, with a notch at both ends.
Item {
    id: line

    property bool upright: false
    property color hole: Theme.page
    readonly property real length: upright ? height : width
    readonly property real notch: Theme.gap * 3
    readonly property real dash: Theme.gap
    readonly property int dashes: Math.max(0, Math.floor((length - notch * 1.6) / (dash * 2)))

    implicitWidth: upright ? notch : 0
    implicitHeight: upright ? 0 : notch

    Repeater {
        model: 2

        Item {
            id: end

            required property int index

            x: line.upright ? 0 : index ? line.width - width : 0
            y: line.upright ? (index ? line.height - height : 0) : 0
            width: line.upright ? line.notch : line.notch / 2
            height: line.upright ? line.notch / 2 : line.notch
            clip: true

            Rectangle {
                x: line.upright ? 0 : end.index ? 0 : -width / 2
                y: line.upright ? (end.index ? 0 : -height / 2) : 0
                width: line.notch
                height: line.notch
                radius: width / 2
                color: line.hole
                border.width: Theme.highContrast ? Theme.line * 2 : Theme.line
                border.color: Theme.edge
            }
        }
    }

    Repeater {
        model: line.dashes

        Rectangle {
            required property int index
            readonly property real at: (line.length - (line.dashes * 2 - 1) * line.dash) / 2 + index * line.dash * 2

            x: line.upright ? (line.width - width) / 2 : at
            y: line.upright ? at : (line.height - height) / 2
            width: line.upright ? Theme.line * 1.5 : line.dash
            height: line.upright ? line.dash : Theme.line * 1.5
            color: Theme.edge
        }
    }
}
