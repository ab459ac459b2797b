import QtQuick
import Antrean.Theme

// A small fact with its icon: people waiting, expected time, opening hours.
Row {
    id: fact

    property string symbol
    property string text
    property real size: Theme.small
    property color tint: Theme.soft
    property real room: 10000

    spacing: Theme.gap

    Icon {
        y: Math.max(0, (words.lineCount > 1 ? fact.size * 1.3 : words.height) - height) / 2
        name: fact.symbol
        tint: fact.tint
        size: fact.size * 1.15
    }

    Words {
        id: words

        width: Math.min(implicitWidth, fact.room - fact.spacing - fact.size * 1.15)
        text: fact.text
        size: fact.size
        font.weight: Font.DemiBold
        color: fact.tint
    }
}
