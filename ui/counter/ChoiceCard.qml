import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// A counter or a colleague to choose, with the key that does it.
Tappable {
    id: card

    required property int index
    required property string choice
    required label
    required property string detail
    required property bool taken
    property bool narrow: false

    implicitHeight: Math.max(row.implicitHeight + 3 * Theme.gap, Theme.body * (narrow ? 4 : 6))
    Accessible.description: detail

    Surface {
        anchors.fill: parent
        color: card.pressed ? Theme.accentTintPressed : Theme.surface
    }

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: Theme.gap * 1.5
        anchors.leftMargin: Theme.gap * 2
        spacing: Theme.gap * 1.5

        Icon {
            name: card.taken ? "user-round-check" : card.detail ? "monitor" : "user-round"
            tint: card.taken ? Theme.warn : Theme.accent
            size: Theme.heading
        }

        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.gap * 0.3

            Words {
                Layout.fillWidth: true
                text: card.label
                size: Theme.title
                font.weight: Font.Bold
                Accessible.ignored: true
            }

            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: card.detail
                size: Theme.small
                color: card.taken ? Theme.warn : Theme.soft
                Accessible.ignored: true
            }
        }

        KeyCap {
            text: card.index < 9 ? card.index + 1 : ""
        }
    }
}
