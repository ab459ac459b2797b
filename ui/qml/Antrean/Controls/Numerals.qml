import QtQuick
import Antrean.Theme

// Ticket numbers, clocks, counts: figures of one width that cannot be mistaken for letters.
Text {
    property real size: Theme.body

    font.family: Theme.numerals
    font.pixelSize: size
    font.weight: Font.Bold
    font.features: {
        "tnum": 1
    }
    color: Theme.ink
    textFormat: Text.PlainText
}
