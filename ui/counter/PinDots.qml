pragma ComponentBehavior: Bound

import QtQuick
import ui.theme

// How many digits were entered, not which.
Row {
    id: dots

    property int digits: 0
    property string words

    spacing: Theme.gap * 1.2
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Repeater {
        model: Math.max(6, dots.digits)

        Rectangle {
            id: dot

            required property int index

            width: Theme.body
            height: width
            radius: width / 2
            color: dot.index < dots.digits ? Theme.accent : "transparent"
            border.width: Theme.line * 2
            border.color: dot.index < dots.digits ? Theme.accent : Theme.strongEdge
        }
    }
}
