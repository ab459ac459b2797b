import QtQuick
import ui.theme

// Ticket numbers, clocks, counts: figures of one width that cannot be mistaken for letters.
Text {
    property real size: Theme.body
    property bool tabular: true

    font.family: Theme.numerals
    font.pixelSize: size
    font.weight: Font.Bold
    font.features: {
        "tnum": tabular ? 1 : 0
    }
    color: Theme.ink
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
