pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// How many wait for each service.
GridLayout {
    id: strip

    required property QtObject counts
    required property string waitingWord
    property bool upright: false
    property bool compact: false

    columns: upright ? 1 : Math.min(Math.max(1, services.count), compact ? 6 : 4)
    columnSpacing: Theme.gap * 1.5
    rowSpacing: Theme.gap
    uniformCellWidths: true

    Repeater {
        id: services

        model: strip.counts

        Rectangle {
            id: card

            required property string letter
            required property string name
            required property string nameSecond
            required property int waiting
            required property bool open

            Layout.fillWidth: true
            Layout.fillHeight: true
            implicitHeight: row.implicitHeight + Theme.gap * (strip.compact ? 0.6 : 1.6)
            radius: Theme.radius
            color: Theme.sunken
            border.width: Theme.highContrast ? Theme.line * 2 : 0
            border.color: Theme.edge

            RowLayout {
                id: row

                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                anchors.leftMargin: Theme.gap
                anchors.rightMargin: Theme.gap * 1.5
                spacing: Theme.gap * (strip.compact ? 0.8 : 1.2)

                LetterTile {
                    letter: card.letter
                    lively: card.open
                    size: Theme.display
                }

                Bilingual {
                    Layout.fillWidth: true
                    text: card.name
                    second: strip.compact ? "" : card.nameSecond
                    size: Theme.small
                }

                GridLayout {
                    columns: strip.upright || strip.compact ? 2 : 1
                    rowSpacing: 0
                    columnSpacing: Theme.gap * (strip.compact ? 0.5 : 1)

                    Icon {
                        visible: strip.compact
                        name: "users"
                        tint: Theme.soft
                        size: Theme.body
                    }

                    Numerals {
                        Layout.alignment: Qt.AlignRight
                        text: card.waiting
                        size: Theme.display * 0.9
                        Accessible.name: text + " " + strip.waitingWord
                    }

                    Words {
                        visible: !strip.compact
                        Layout.alignment: Qt.AlignRight
                        text: strip.waitingWord
                        size: Theme.small
                        color: Theme.soft
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
    }
}
