import QtQuick
import ui.theme

// The letter that stands on the paper, the board and in the loudspeaker.
Rectangle {
    id: tile

    property string letter
    property bool lively: true
    property real size: Theme.target

    implicitWidth: size
    implicitHeight: size
    radius: size * 0.24
    color: lively ? Theme.accent : Theme.sunken
    border.width: !lively && Theme.highContrast ? Theme.line * 2 : 0
    border.color: Theme.edge

    Numerals {
        anchors.centerIn: parent
        text: tile.letter
        size: tile.size * (tile.letter.length > 1 ? 0.5 : 0.62)
        font.weight: Font.ExtraBold
        color: tile.lively ? Theme.accentText : Theme.soft
    }
}
