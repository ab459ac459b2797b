import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// What is being said, in large letters, and three fields that fill the lower half: a hand finds the left and the right lower
// corner of the screen without seeing them.
Rectangle {
    id: page

    required property VisitorModel vm
    property real margin
    readonly property var words: vm.words

    visible: vm.speech
    color: Theme.page

    Words {
        id: position

        x: page.margin
        y: Theme.gap * 2
        width: parent.width - 2 * x
        text: page.vm.speechPosition
        size: Theme.small
        color: Theme.soft
        font.weight: Font.DemiBold
    }

    Words {
        anchors.top: position.bottom
        anchors.topMargin: Theme.gap
        anchors.bottom: fields.top
        anchors.bottomMargin: Theme.gap * 2
        x: page.margin
        width: parent.width - 2 * x
        text: page.vm.speechText
        size: Theme.display
        fontSizeMode: Text.Fit
        minimumPixelSize: Theme.small
        font.weight: Font.Bold
        verticalAlignment: Text.AlignVCenter
        Accessible.role: Accessible.StaticText
    }

    Row {
        id: fields

        readonly property real field: (width - 2 * spacing) / 3

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap
        x: Theme.gap
        width: parent.width - 2 * x
        height: Math.round(page.height * 0.45)
        spacing: Theme.gap

        ActionButton {
            width: fields.field
            height: fields.height
            kind: "secondary"
            padding: Theme.gap
            symbol: "arrow-left"
            size: Theme.tiny || Theme.narrow ? Theme.small : Theme.title
            label: page.words.speech_previous ?? ""
            onTriggered: page.vm.previousStop()
        }

        ActionButton {
            width: fields.field
            height: fields.height
            padding: Theme.gap
            size: Theme.tiny || Theme.narrow ? Theme.small : Theme.title
            label: page.words.speech_choose ?? ""
            onTriggered: page.vm.chooseStop()
        }

        ActionButton {
            width: fields.field
            height: fields.height
            kind: "secondary"
            padding: Theme.gap
            symbol: "arrow-right"
            symbolLast: true
            size: Theme.tiny || Theme.narrow ? Theme.small : Theme.title
            label: page.words.speech_next ?? ""
            onTriggered: page.vm.nextStop()
        }
    }
}
