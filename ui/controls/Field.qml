import QtQuick
import ui.theme

// One line to write in.
Rectangle {
    id: field

    property alias text: input.text
    property string placeholder
    property int longest: 64
    signal written(string text)

    function take(): void {
        input.forceActiveFocus();
        input.selectAll();
    }

    implicitHeight: Math.round(Theme.body * 3)
    radius: Theme.radius * 0.8
    color: Theme.surface
    border.width: input.activeFocus ? Theme.ring : Theme.line
    border.color: input.activeFocus ? Theme.focus : Theme.strongEdge
    Accessible.ignored: true

    TextInput {
        id: input

        anchors.fill: parent
        anchors.leftMargin: Theme.gap * 2
        anchors.rightMargin: Theme.gap * 2
        activeFocusOnTab: true
        verticalAlignment: TextInput.AlignVCenter
        clip: true
        selectByMouse: true
        maximumLength: field.longest
        color: Theme.ink
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentText
        font.family: Theme.sans
        font.pixelSize: Theme.body
        font.weight: Font.DemiBold
        Accessible.role: Accessible.EditableText
        Accessible.name: field.placeholder
        onTextEdited: field.written(text)
    }

    Words {
        anchors.fill: input
        visible: input.text === ""
        text: field.placeholder
        size: Theme.body
        color: Theme.soft
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.NoWrap
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.small
        Accessible.ignored: true
    }
}
