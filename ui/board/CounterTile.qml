import QtQuick
import ui.theme
import ui.controls

// Where a number was called to, in the colour of the way.
Rectangle {
    id: tile

    property string text
    property real size: 72

    radius: height * 0.16
    color: Theme.accent

    Words {
        x: tile.height * 0.08
        width: parent.width - 2 * x
        height: parent.height
        text: tile.text
        font.family: tile.text.length < 4 ? Theme.numerals : Theme.sans
        size: tile.size
        fontSizeMode: Text.Fit
        minimumPixelSize: 10
        font.weight: Font.ExtraBold
        color: Theme.accentText
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        lineHeight: 1
    }
}
