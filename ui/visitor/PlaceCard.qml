import QtQuick
import ui.controls
import ui.theme

// Another place that is open now, and until when.
Surface {
    id: card

    required property var modelData

    readonly property real inside: place.implicitHeight + until.implicitHeight

    raised: false
    implicitHeight: inside + Theme.gap * 3

    Icon {
        id: symbol

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * 2
        name: "map-pin"
        tint: Theme.good
        size: Theme.text * 1.5
    }

    Words {
        id: place

        x: symbol.x + symbol.width + Theme.gap * 2
        y: Math.round((card.height - card.inside) / 2)
        width: card.width - x - Theme.gap * 2
        text: card.modelData.place
        font.weight: Font.Bold
        lineHeight: 0.95
    }

    Words {
        id: until

        x: place.x
        y: place.y + place.implicitHeight
        width: place.width
        text: card.modelData.until
        size: Theme.small
        color: Theme.good
        font.weight: Font.DemiBold
        lineHeight: 0.95
    }
}
