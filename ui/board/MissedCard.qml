import QtQuick
import ui.theme
import ui.controls
import ui.board.models

// Who was missed, and until when that visitor may come back; several take turns.
Rectangle {
    id: card

    required property BoardModel vm
    required property real unit
    readonly property real pad: 30 * unit
    // Too narrow for three labels on one line: the time has its own above it.
    readonly property bool narrow: width < 560 * unit

    radius: 26 * unit
    color: Theme.warnTint
    border.width: Theme.highContrast ? Theme.line * 2 : Math.max(1, 2 * unit)
    border.color: Theme.highContrast ? Theme.edge : "#e5a555"

    Icon {
        id: symbol

        x: card.pad
        y: title.y + (title.height - height) / 2
        name: "user-round-x"
        tint: Theme.warn
        size: 36 * card.unit
    }

    PairLabel {
        id: title

        x: symbol.x + symbol.width + 14 * card.unit
        y: 20 * card.unit
        width: (place.visible ? place.x : until.visible && !card.narrow ? until.x : card.width - card.pad) - x - 16 * card.unit
        text: card.vm.labels.missed
        second: card.vm.seconds.missed
        size: 29 * card.unit
        ink: Theme.warn
        quiet: Theme.warn
    }

    Words {
        id: place

        x: (until.visible && !card.narrow ? until.x - 24 * card.unit : card.width - card.pad) - width
        y: title.y
        visible: text !== ""
        text: card.vm.missedPlace
        size: 29 * card.unit
        font.weight: Font.Bold
        color: Theme.warn
        wrapMode: Text.NoWrap
    }

    Words {
        id: until

        x: card.width - width - card.pad
        y: card.narrow ? title.y + title.height : title.y
        visible: card.vm.missedUntil !== ""
        text: card.vm.labels.missed_until
        size: (card.narrow ? 24 : 29) * card.unit
        color: Theme.warn
        wrapMode: Text.NoWrap
    }

    Numerals {
        id: number

        x: card.pad
        y: title.y + title.height
        width: card.width - 2 * card.pad - (when.visible ? when.width + 20 * card.unit : 0)
        height: card.height - y - 10 * card.unit
        text: card.vm.missedNumber
        size: Math.min(96 * card.unit, height)
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 12
        font.weight: Font.ExtraBold
        verticalAlignment: Text.AlignVCenter
        lineHeight: 0.8
    }

    Numerals {
        id: when

        x: card.width - width - card.pad
        y: card.narrow ? until.y + until.height - 6 * card.unit : number.y
        height: card.height - y - 10 * card.unit
        visible: text !== ""
        text: card.vm.missedUntil
        size: Math.min((card.narrow ? 64 : 96) * card.unit, height)
        color: Theme.warn
        font.weight: Font.ExtraBold
        verticalAlignment: Text.AlignVCenter
        lineHeight: 0.8
    }
}
