import QtQuick
import ui.controls
import ui.theme

// One kind of application; the chosen one is filled and ticked.
Tappable {
    id: card

    required property string checklist
    required property string title
    required property bool chosen
    required property string symbol
    property int density: 0

    // What stands in brackets is left out where lines are few.
    readonly property string shortTitle: density > 1 ? title.replace(/\s*\(.*\)$/, "") : title

    label: title
    checkable: true
    checked: chosen
    Accessible.role: Accessible.RadioButton
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.gap * (density > 1 ? 0.4 : density ? 1.2 : 2))

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: card.chosen ? Theme.accent : card.pressed ? Theme.accentTintPressed : Theme.surface
        border.width: Theme.highContrast ? Theme.line * 2 : Theme.line
        border.color: Theme.highContrast ? Theme.edge : Theme.touchEdge
    }

    Icon {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * (card.density > 1 ? 0.8 : 1.6)
        name: card.chosen ? "circle-check" : card.symbol || "circle"
        tint: card.chosen ? Theme.accentText : Theme.accent
        size: Theme.text * 1.3
    }

    Words {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: mark.x + mark.width + Theme.gap * (card.density > 1 ? 0.8 : 1.4)
        width: card.width - x - Theme.gap * (card.density > 1 ? 0.6 : 1.4)
        text: card.shortTitle
        size: card.density ? Theme.small : Theme.body
        font.weight: Font.Bold
        color: card.chosen ? Theme.accentText : Theme.ink
        lineHeight: 0.95
        Accessible.ignored: true
    }
}
