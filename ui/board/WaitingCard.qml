pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.board.models

// How many wait for one service; the services take turns, and dots tell whose turn it is. `narrow`: two lines.
Surface {
    id: card

    required property BoardModel vm
    required property real unit
    property bool narrow: false
    readonly property real pad: (narrow ? 26 : 38) * unit
    readonly property real wordsX: narrow ? pad + count.width + 22 * unit : dots.x - words.wide - 30 * unit

    raised: false
    radius: 26 * unit

    Icon {
        id: symbol

        x: card.pad
        y: card.narrow ? name.y + (name.height - height) / 2 : (card.height - height) / 2
        name: "users"
        tint: Theme.accent
        size: (card.narrow ? 36 : 58) * card.unit
    }

    Words {
        id: name

        x: symbol.x + symbol.width + (card.narrow ? 14 : 34) * card.unit
        y: card.narrow ? 14 * card.unit : second.visible ? (card.height - height - second.height) / 2 : (card.height - height) / 2
        width: (card.narrow ? card.width - card.pad : count.x - 24 * card.unit) - x
        height: (card.narrow ? 54 : 80) * card.unit
        text: card.vm.waitingName
        size: (card.narrow ? 32 : 52) * card.unit
        fontSizeMode: Text.Fit
        minimumPixelSize: 10
        font.weight: Font.Bold
        verticalAlignment: Text.AlignVCenter
        lineHeight: 1
    }

    Words {
        id: second

        x: name.x
        y: name.y + name.height
        width: name.width
        height: 40 * card.unit
        visible: !card.narrow && text !== "" && text !== card.vm.waitingName
        text: card.vm.waitingNameSecond
        size: 32 * card.unit
        fontSizeMode: Text.Fit
        minimumPixelSize: 10
        color: Theme.soft
        lineHeight: 1
    }

    Numerals {
        id: count

        x: card.narrow ? card.pad : card.wordsX - width - 30 * card.unit
        y: card.narrow ? name.y + name.height : 0
        height: card.narrow ? card.height - y - 12 * card.unit : card.height
        text: card.vm.waitingCount
        size: Math.min((card.narrow ? 96 : 122) * card.unit, height)
        verticalAlignment: Text.AlignVCenter
        font.weight: Font.ExtraBold
        lineHeight: 0.8
        Accessible.name: text + " " + card.vm.labels.waiting
    }

    Column {
        id: words

        readonly property real wide: Math.max(first.implicitWidth, other.implicitWidth)

        x: card.wordsX
        y: card.narrow ? count.y + (count.height - height) / 2 : (card.height - height) / 2

        Words {
            id: first

            text: card.vm.labels.waiting
            size: (card.narrow ? 30 : 34) * card.unit
            font.weight: Font.Bold
            wrapMode: Text.NoWrap
        }

        Words {
            id: other

            visible: text !== "" && text !== first.text
            text: card.vm.seconds.waiting
            size: first.size
            color: Theme.soft
            wrapMode: Text.NoWrap
        }
    }

    Grid {
        id: dots

        columns: card.narrow ? 12 : 1
        x: card.width - width - card.pad
        y: card.narrow ? words.y + (words.height - height) / 2 : (card.height - height) / 2
        spacing: 10 * card.unit
        visible: card.vm.waitingOf > 1 && card.vm.waitingOf < 10

        Repeater {
            model: card.vm.waitingOf

            Rectangle {
                required property int index
                readonly property bool current: index === card.vm.waitingPlace

                width: (card.narrow && current ? 30 : 16) * card.unit
                height: (!card.narrow && current ? 30 : 16) * card.unit
                radius: Math.min(width, height) / 2
                color: current ? Theme.accent : Theme.highContrast ? "#808080" : "#b6c4dd"
            }
        }
    }
}
