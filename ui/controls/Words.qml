import QtQuick
import ui.theme

// A text in the house's voice: wraps between words, never elides.
Text {
    property real size: Theme.body

    font.family: Theme.sans
    font.pixelSize: size
    font.weight: Font.Medium
    color: Theme.ink
    wrapMode: Text.WordWrap
    lineHeight: 1.05
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
