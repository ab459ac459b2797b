import QtQuick
import ui.controls
import ui.theme

// A service that gives no numbers now: small and quiet, with when it opens. A touch tells why, and where else it is open.
Tappable {
    id: card

    required property string service
    required property string letter
    required property string name
    required property string condition
    required property string reopens
    required property string symbol
    property int density: 0
    readonly property real pad: Math.round(Theme.gap * (density ? 0.8 : 1.2))
    // What stands in brackets waits for the touch where lines are few.
    readonly property string shortName: density ? name.replace(/\s*\(.*\)$/, "") : name
    readonly property real inside: title.implicitHeight + when.implicitHeight

    label: [card.letter, card.name, card.condition, card.reopens].filter(Boolean).join(". ")
    implicitHeight: pad * 2 + inside

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: card.pressed ? Theme.accentTintPressed : Theme.sunken
        border.width: Theme.highContrast ? Theme.line : 0
        border.color: Theme.edge
    }

    Numerals {
        id: letter

        x: card.pad * 1.4
        anchors.verticalCenter: parent.verticalCenter
        text: card.letter
        size: Math.round(Theme.title)
        font.weight: Font.ExtraBold
        color: Theme.soft
        Accessible.ignored: true
    }

    Icon {
        id: picture

        x: letter.x + Math.max(letter.implicitWidth, Theme.text * 0.9) + Theme.gap * 0.6
        anchors.verticalCenter: parent.verticalCenter
        visible: card.symbol !== "" && card.width > Theme.text * 18
        name: card.symbol
        tint: Theme.soft
        size: Math.round(Theme.text * 1.4)
    }

    Words {
        id: title

        x: (picture.visible ? picture.x + picture.size : letter.x + Math.max(letter.implicitWidth, Theme.text * (Theme.tiny ? 0.8 : 1.2))) + Theme.gap
        y: Math.round((card.height - card.inside) / 2)
        width: card.width - x - card.pad
        text: card.shortName
        size: Theme.small
        font.weight: Font.DemiBold
        color: Theme.soft
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Words {
        id: when

        x: title.x
        y: title.y + title.implicitHeight
        width: title.width
        text: card.reopens || card.condition
        size: Theme.small
        color: Theme.warn
        lineHeight: 0.95
        Accessible.ignored: true
    }
}
