import QtQuick
import ui.theme

// A button with a label and perhaps an icon. `kind`: "primary", "secondary", "quiet", "danger".
Tappable {
    id: button

    property string kind: "primary"
    property string symbol
    property bool symbolLast: false
    property real size: Theme.title
    property bool busy: false
    property real padding: Theme.gap * 3
    readonly property bool strong: kind === "primary" || kind === "danger"
    readonly property color fill: kind === "primary" ? Theme.accent : kind === "danger" ? Theme.bad : Theme.surface
    readonly property color mark: strong ? Theme.accentText : Theme.accent

    readonly property real symbolRoom: symbol ? size * 1.15 + row.spacing : 0

    implicitWidth: Math.ceil(words.implicitWidth + symbolRoom) + 2 * padding
    implicitHeight: Math.max(Theme.touch ? Theme.target : 0, row.implicitHeight + 2 * Theme.gap)
    opacity: enabled ? 1 : 0.45

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: !button.pressed ? button.fill : button.strong ? Qt.darker(button.fill, 1.3) : Theme.accentTintPressed
        border.width: button.strong ? 0 : Theme.line * 1.5
        border.color: button.kind === "quiet" ? Theme.edge : Theme.accent
    }

    Row {
        id: row

        anchors.centerIn: parent
        layoutDirection: button.symbolLast ? Qt.RightToLeft : Qt.LeftToRight
        spacing: Theme.gap * 1.4

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: button.symbol !== ""
            name: button.symbol
            tint: button.mark
            size: button.size * 1.15
        }

        Words {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, button.width - 2 * button.padding - button.symbolRoom)
            visible: text !== ""
            text: button.label
            size: button.size
            font.weight: Font.Bold
            color: button.mark
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
