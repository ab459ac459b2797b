pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.counter.models

// Where and who, the time, the language.
Rectangle {
    id: bar

    required property CounterFrame frame
    property bool narrow: false
    signal languageChosen(string language)

    implicitHeight: Math.max(row.implicitHeight, Theme.heading * 1.5) + 2 * Theme.gap
    color: Theme.band

    RowLayout {
        id: row

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.gap * 2
        anchors.rightMargin: Theme.gap * 2
        spacing: Theme.gap * 1.5

        Rectangle {
            Layout.preferredWidth: Theme.heading * 1.5
            Layout.preferredHeight: Theme.heading * 1.5
            visible: !bar.narrow
            radius: width * 0.3
            color: Theme.bandTile

            Icon {
                anchors.centerIn: parent
                name: "landmark"
                tint: Theme.bandText
                size: Theme.heading
            }
        }

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Words {
                Layout.fillWidth: true
                text: bar.frame.counterName || bar.frame.place
                size: Theme.title
                font.weight: Font.Bold
                color: Theme.bandText
            }

            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: bar.frame.counterName ? (bar.narrow ? bar.frame.staff : bar.frame.staff + " · " + bar.frame.place) : ""
                size: Theme.small
                color: Theme.bandSoft
            }
        }

        ColumnLayout {
            spacing: 0

            Numerals {
                Layout.alignment: Qt.AlignRight
                text: bar.frame.clock
                size: Theme.title
                color: Theme.bandText
            }

            Words {
                Layout.alignment: Qt.AlignRight
                visible: text !== ""
                text: bar.frame.date
                size: Theme.small
                color: Theme.bandSoft
                wrapMode: Text.NoWrap
            }
        }

        Row {
            spacing: Theme.gap * 0.6

            Repeater {
                model: bar.frame.languages.length > 1 ? bar.frame.languages : []

                Tappable {
                    id: language

                    required property string modelData

                    label: modelData.toUpperCase()
                    checkable: true
                    checked: modelData === bar.frame.language
                    implicitWidth: code.implicitWidth + Theme.gap * 2
                    implicitHeight: Theme.body * 2
                    onTriggered: bar.languageChosen(modelData)

                    Rectangle {
                        anchors.fill: parent
                        radius: Theme.radius * 0.6
                        color: language.checked ? Theme.bandText : "transparent"
                        border.width: Theme.line
                        border.color: Theme.bandSoft
                    }

                    Words {
                        id: code

                        anchors.centerIn: parent
                        text: language.label
                        size: Theme.small
                        font.weight: Font.Bold
                        wrapMode: Text.NoWrap
                        color: language.checked ? (Theme.highContrast ? "#000000" : Theme.band) : Theme.bandText
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
