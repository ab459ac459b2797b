import QtQuick
import ui.theme

// The letter that stands on the paper, the board and in the loudspeaker, perhaps with a pictogram: above it, or beside it where `wide`.
Rectangle {
    id: tile

    property string letter
    property string symbol
    property bool wide: false
    property bool lively: true
    property real size: Theme.target
    readonly property bool drawn: symbol !== ""
    readonly property color mark: lively ? Theme.accentText : Theme.soft

    implicitWidth: drawn && wide ? Math.round(size * 1.65) : size
    implicitHeight: drawn && !wide ? Math.round(size * 1.36) : size
    radius: size * 0.2
    color: lively ? Theme.accent : Theme.sunken
    border.width: !lively && Theme.highContrast ? Theme.line * 2 : 0
    border.color: Theme.edge

    Icon {
        id: picture

        x: tile.wide ? Math.round(tile.size * 0.88) : Math.round((tile.width - width) / 2)
        y: tile.wide ? Math.round((tile.height - height) / 2) : Math.round(tile.size * 0.11)
        visible: tile.drawn
        name: tile.symbol
        tint: tile.mark
        size: Math.round(tile.size * (tile.wide ? 0.56 : 0.52))
    }

    Numerals {
        x: Math.round(((tile.drawn && tile.wide ? tile.size : tile.width) - width) / 2)
        y: tile.drawn && !tile.wide ? Math.round(tile.height - height - tile.size * 0.02) : Math.round((tile.height - height) / 2)
        text: tile.letter
        size: tile.size * (tile.letter.length > 1 ? 0.42 : tile.drawn && !tile.wide ? 0.58 : 0.62)
        font.weight: Font.ExtraBold
        color: tile.mark
    }
}
