pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.printer.models

// What this is, where it is reached, and its languages.
Rectangle {
    id: bar

    required property PrinterModel vm

    implicitHeight: titles.implicitHeight + 2 * Theme.gap
    color: Theme.band

    Column {
        id: titles

        anchors.left: parent.left
        anchors.right: languages.left
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.gap * 2

        Words {
            width: parent.width
            text: bar.vm.labels["title"]
            size: Theme.title
            font.weight: Font.Bold
            color: Theme.bandText
        }

        Words {
            width: parent.width
            text: bar.vm.address + ". " + bar.vm.labels["about"]
            size: Theme.small
            color: Theme.bandSoft
        }
    }

    Row {
        id: languages

        anchors.right: parent.right
        anchors.rightMargin: Theme.gap * 2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap * 0.6

        Repeater {
            model: bar.vm.languages
            delegate: Tappable {
                id: language

                required property string modelData

                label: modelData.toUpperCase()
                checkable: true
                checked: modelData === bar.vm.language
                implicitWidth: code.implicitWidth + Theme.gap * 2
                implicitHeight: Theme.body * 2
                onTriggered: bar.vm.setLanguage(modelData)

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
                    color: language.checked ? Theme.band : Theme.bandText
                    Accessible.ignored: true
                }
            }
        }
    }
}
