import QtQuick
import ui.controls
import ui.theme

Surface {
    id: card

    required property string modelData
    property int density: 0

    raised: false
    border.color: Theme.warn
    implicitHeight: words.implicitHeight + Theme.gap * (density ? 0.8 : 2.4)

    Icon {
        id: symbol

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * (card.density ? 1.2 : 2)
        name: "file-text"
        tint: Theme.warn
        size: Theme.text * 1.4
    }

    Words {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: symbol.x + symbol.width + Theme.gap * 2
        width: card.width - x - Theme.gap * 2
        text: card.modelData
        size: card.density ? Theme.small : Theme.body
        font.weight: Font.DemiBold
        lineHeight: 0.98
    }
}
