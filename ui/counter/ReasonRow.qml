import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// One row of a sheet's list: to choose, to tick, or to go on with; with its number key.
Tappable {
    id: row

    required property string reason
    required property string key
    required property bool chosen
    required property string detail
    property bool many: false
    property bool quick: false
    readonly property string symbol: quick ? "chevron-right" : many ? (chosen ? "square-check" : "square") : chosen ? "circle-check" : "circle"

    implicitHeight: Math.max(Theme.body * 2.8, line.implicitHeight + Theme.gap * 1.6)
    checkable: !quick
    checked: chosen
    Accessible.description: detail

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius * 0.8
        color: row.pressed ? Theme.accentTintPressed : row.chosen ? Theme.accentTint : Theme.surface
        border.width: row.chosen ? Theme.line * 2 : Theme.line
        border.color: row.chosen ? Theme.accent : Theme.edge
    }

    RowLayout {
        id: line

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.gap * 1.5
        anchors.rightMargin: Theme.gap * 1.5
        spacing: Theme.gap * 1.5

        Icon {
            name: row.symbol
            tint: row.chosen || row.quick ? Theme.accent : Theme.strongEdge
        }

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Words {
                Layout.fillWidth: true
                text: row.label
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }

            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: row.detail
                size: Theme.small
                color: Theme.soft
                Accessible.ignored: true
            }
        }

        KeyCap {
            text: row.key
        }
    }
}
