import QtQuick
import ui.theme

// A switch in a row of switches: language, text size, contrast. Filled when on, and marked for those who see no colour.
Tappable {
    id: choice

    property string symbol
    property bool marked: true
    property bool bare: false

    checkable: true
    implicitWidth: Math.max(Theme.target, row.implicitWidth + Theme.gap * 4)
    implicitHeight: Math.max(Theme.target, row.implicitHeight + Theme.gap * 2)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: choice.checked ? Theme.accent : choice.pressed ? Theme.accentTintPressed : Theme.surface
        border.width: choice.checked ? 0 : Theme.line
        border.color: Theme.touchEdge
    }

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.gap

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: name !== ""
            name: choice.symbol || (choice.checked && choice.marked ? "check" : "")
            tint: choice.checked ? Theme.accentText : Theme.accent
        }

        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== "" && !choice.bare
            text: choice.label
            size: Theme.small
            wrapMode: Text.NoWrap
            font.weight: Font.Bold
            color: choice.checked ? Theme.accentText : Theme.ink
            Accessible.ignored: true
        }
    }
}
