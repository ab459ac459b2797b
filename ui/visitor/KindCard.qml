import QtQuick
import ui.controls
import ui.theme

// One kind of application; the chosen one is filled and ticked.
Tappable {
    id: card

    required property string checklist
    required property string title
    required property bool chosen
    property int density: 0

    label: title
    checkable: true
    checked: chosen
    Accessible.role: Accessible.RadioButton
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.gap * (density ? 1.2 : 2))

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: card.chosen ? Theme.accent : card.pressed ? Theme.accentTintPressed : Theme.surface
        border.width: Theme.highContrast ? Theme.line * 2 : Theme.line
        border.color: Theme.highContrast ? Theme.edge : Theme.touchEdge
    }

    Icon {
        id: symbol

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * 1.6
        name: card.chosen ? "circle-check" : "circle"
        tint: card.chosen ? Theme.accentText : Theme.accent
        size: Theme.text * 1.3
    }

    Words {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: symbol.x + symbol.width + Theme.gap * 1.4
        width: card.width - x - Theme.gap * 1.4
        text: card.title
        size: card.density ? Theme.small : Theme.body
        font.weight: Font.Bold
        color: card.chosen ? Theme.accentText : Theme.ink
        lineHeight: 0.95
        Accessible.ignored: true
    }
}
