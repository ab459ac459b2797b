import QtQuick
import ui.theme

// A small fact with its icon: people waiting, expected time, opening hours. Its size is known at once, without a polish.
Item {
    id: fact

    property string symbol
    property string text
    property real size: Theme.small
    property color tint: Theme.soft
    property real room: 10000
    readonly property real indent: Math.round(size * 1.15) + Theme.gap

    implicitWidth: indent + words.width
    implicitHeight: words.implicitHeight

    Icon {
        y: Math.round((Math.min(words.implicitHeight, fact.size * 1.35) - height) / 2)
        name: fact.symbol
        tint: fact.tint
        size: Math.round(fact.size * 1.15)
    }

    Words {
        id: words

        x: fact.indent
        width: Math.min(Math.ceil(implicitWidth), fact.room - x)
        text: fact.text
        size: fact.size
        font.weight: Font.DemiBold
        color: fact.tint
        lineHeight: 0.95
    }
}
