import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// One thing that can be done, with its key. A hint says what it waits for.
Tappable {
    id: tile

    property string symbol
    property string key
    property string hint
    property bool danger: false
    readonly property bool slim: width <= Theme.body * 12
    readonly property real inset: slim ? Theme.gap * 0.5 : Theme.gap
    readonly property color mark: !enabled ? Theme.soft : danger ? Theme.bad : Theme.accent

    implicitWidth: row.implicitWidth + 2 * Theme.gap
    implicitHeight: Math.max(Theme.body * 2.7, row.implicitHeight + 2 * Theme.gap)
    Accessible.description: hint

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius * 0.8
        color: !tile.enabled ? "transparent" : tile.pressed ? Theme.accentTintPressed : Theme.surface
        border.width: Theme.line
        border.color: tile.enabled ? Theme.strongEdge : Theme.edge
    }

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: tile.inset
        anchors.rightMargin: tile.inset
        spacing: tile.inset

        Icon {
            visible: tile.width > Theme.body * 10 || tile.key === ""
            name: tile.symbol
            tint: tile.mark
            opacity: tile.enabled ? 1 : 0.6
        }

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Words {
                Layout.fillWidth: true
                text: tile.label
                size: Theme.body
                font.weight: Font.Bold
                color: tile.enabled ? Theme.ink : Theme.soft
                Accessible.ignored: true
            }

            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: tile.hint
                size: Theme.small
                color: Theme.soft
                Accessible.ignored: true
            }
        }

        KeyCap {
            text: tile.key
        }
    }
}
