import QtQuick
import ui.theme
import ui.controls

// The key that does the same, drawn as a key.
Rectangle {
    id: cap

    property string text
    property color ink: Theme.soft
    property bool onColour: false
    property real size: Theme.small

    visible: text !== ""
    implicitWidth: Math.max(label.implicitWidth + size * 0.9, implicitHeight)
    implicitHeight: Math.round(size * 1.55)
    radius: size * 0.35
    color: onColour ? "transparent" : Theme.sunken
    border.width: Theme.line
    border.color: onColour ? ink : Theme.edge

    Words {
        id: label

        anchors.centerIn: parent
        text: cap.text
        size: cap.size * 0.85
        font.weight: Font.Bold
        color: cap.ink
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
