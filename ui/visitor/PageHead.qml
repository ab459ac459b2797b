import QtQuick
import ui.controls
import ui.theme

// The top of a page that follows a choice: the letter, what was chosen, what to do now.
Item {
    id: head

    property string letter
    property string symbol
    property string title
    property string hint
    property string over
    property bool tight: false

    implicitHeight: Math.max(tile.visible ? tile.height : 0, words.height)
    height: implicitHeight

    LetterTile {
        id: tile

        anchors.verticalCenter: parent.verticalCenter
        visible: head.letter !== ""
        letter: head.letter
        symbol: head.symbol
        wide: true
        size: Math.round(Theme.text * (Theme.tiny ? 1.85 : head.tight ? 2.5 : 3.2))
    }

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: tile.visible ? tile.width + Theme.gap * 2.5 : 0
        width: parent.width - x
        spacing: Theme.gap * 0.3

        Words {
            width: parent.width
            visible: text !== "" && !head.tight
            text: head.over
            size: Theme.small
            color: Theme.accent
            font.weight: Font.Bold
            lineHeight: 0.95
        }

        Words {
            width: parent.width
            text: head.title
            size: Theme.tiny ? Theme.body : head.tight ? Theme.title : Theme.heading
            font.weight: Font.ExtraBold
            lineHeight: 0.95
            Accessible.role: Accessible.Heading
        }

        Words {
            width: parent.width
            visible: text !== "" && !Theme.tiny
            text: head.hint
            size: head.tight ? Theme.small : Theme.body
            color: Theme.soft
            lineHeight: 0.95
        }
    }
}
