import QtQuick
import ui.theme

// A button with a label and perhaps an icon. `kind`: "primary", "secondary", "quiet", "danger".
Tappable {
    id: button

    property string kind: "primary"
    property string symbol
    property bool symbolLast: false
    property real size: Theme.title
    // The symbol alone is shown; the label is still heard.
    property bool bare: false
    // Beside the label, lighter, such as the seconds left; and how much of them, as a bar at the foot.
    property string note
    property real share: 0
    property real padding: Theme.gap * 3
    readonly property bool strong: kind === "primary" || kind === "danger"
    readonly property color fill: !enabled ? Theme.sunken : kind === "primary" ? Theme.accent : kind === "danger" ? Theme.bad : Theme.surface
    readonly property color mark: !enabled ? Theme.soft : strong ? Theme.accentText : Theme.accent

    readonly property real symbolRoom: (symbol ? size * 1.15 + row.spacing : 0) + (note ? told.implicitWidth + row.spacing : 0)

    implicitWidth: bare ? Math.max(Theme.target, size * 1.15 + 2 * Theme.gap) : Math.ceil(words.implicitWidth + symbolRoom) + 2 * padding
    implicitHeight: Math.max(Theme.touch ? Theme.target : 0, row.implicitHeight + Theme.gap * (Theme.tiny ? 1 : 2))

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: !button.pressed ? button.fill : button.strong ? Qt.darker(button.fill, 1.3) : Theme.accentTintPressed
        border.width: button.strong && (button.enabled || !Theme.highContrast) ? 0 : Theme.line * 1.5
        border.color: !button.enabled ? Theme.edge : button.kind === "quiet" ? Theme.touchEdge : Theme.accent
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
            visible: text !== "" && !button.bare
            text: button.label
            size: button.size
            font.weight: Font.Bold
            color: button.mark
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }

        Numerals {
            id: told

            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: button.note
            size: button.size
            font.weight: Font.Medium
            color: button.mark
            Accessible.ignored: true
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap * 0.5
        x: Theme.radius
        width: (parent.width - 2 * x) * button.share
        height: Math.round(Theme.gap * 0.6)
        visible: button.share > 0
        radius: height / 2
        color: button.mark
        opacity: 0.6
    }
}
