import QtQuick
import ui.theme

// A sentence that matters, calmly: an icon and words on a tint. `tone`: "info", "good", "warn", "bad".
Rectangle {
    id: notice

    property string tone: "info"
    property string symbol
    property string text
    property real size: Theme.body
    readonly property color mark: tone === "good" ? Theme.good : tone === "warn" ? Theme.warn : tone === "bad" ? Theme.bad : Theme.accent

    implicitWidth: Math.ceil(words.x + words.implicitWidth + Theme.gap * 2.5)
    implicitHeight: Math.max(words.implicitHeight, icon.height) + 2 * Theme.gap * 1.5
    color: tone === "good" ? Theme.goodTint : tone === "warn" ? Theme.warnTint : tone === "bad" ? Theme.badTint : Theme.accentTint
    radius: Theme.radius
    border.width: Theme.highContrast ? Theme.line * 2 : 0
    border.color: mark

    Icon {
        id: icon

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * 2
        name: notice.symbol
        tint: notice.mark
        size: notice.size * 1.3
    }

    Words {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: icon.name ? icon.x + icon.width + Theme.gap * 1.5 : Theme.gap * 2
        width: notice.width - x - Theme.gap * 2
        text: notice.text
        size: notice.size
        font.weight: Font.DemiBold
        color: notice.mark
    }
}
