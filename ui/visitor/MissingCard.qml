import QtQuick
import ui.controls
import ui.theme

Surface {
    id: card

    required property string modelData

    raised: false
    border.color: Theme.warn
    implicitHeight: words.implicitHeight + Theme.gap * 2.4

    Icon {
        id: symbol

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * 2
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
        size: Theme.body
        font.weight: Font.DemiBold
        lineHeight: 0.98
    }
}
