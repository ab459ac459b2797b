pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// The calls before, newest first.
GridLayout {
    id: strip

    required property QtObject calls
    required property real room
    property bool upright: false
    property bool compact: false

    columns: upright ? 2 : 5
    columnSpacing: Theme.gap * 1.5
    rowSpacing: Theme.gap * 1.5

    Repeater {
        model: strip.calls

        Surface {
            id: card

            required property int index
            required property string number
            required property string counter

            Layout.preferredWidth: Math.floor((strip.room - (strip.columns - 1) * strip.columnSpacing) / strip.columns)
            Layout.fillHeight: true
            implicitHeight: column.implicitHeight + Theme.gap * (strip.compact ? 0.6 : 1.6)
            visible: !strip.upright || index < 4

            Column {
                id: column

                anchors.centerIn: parent
                width: parent.width - Theme.gap * 2
                spacing: 0

                Numerals {
                    width: parent.width
                    text: card.number
                    size: Math.min(Theme.display * (strip.compact ? 1.15 : 1.5), width / 3.1)
                    font.weight: Font.ExtraBold
                    horizontalAlignment: Text.AlignHCenter
                }

                Words {
                    width: parent.width
                    text: card.counter
                    size: Theme.title
                    font.weight: Font.DemiBold
                    color: Theme.soft
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
    }
}
