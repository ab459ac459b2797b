import QtQuick
import ui.controls
import ui.theme

Tappable {
    id: card

    required property string checklist
    required property string title

    label: title
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.gap * 3)

    Surface {
        anchors.fill: parent
        color: card.pressed ? Theme.accentTintPressed : Theme.surface
    }

    Icon {
        id: symbol

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * 2.5
        name: "file-text"
        tint: Theme.accent
        size: Theme.text * 1.5
    }

    Words {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: symbol.x + symbol.width + Theme.gap * 2
        width: arrow.x - x - Theme.gap
        text: card.title
        size: Theme.title
        font.weight: Font.Bold
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Icon {
        id: arrow

        anchors.verticalCenter: parent.verticalCenter
        x: card.width - width - Theme.gap * 2
        name: "chevron-right"
        tint: Theme.accent
        size: Theme.text * 1.3
    }
}
