import QtQuick
import Antrean.Controls
import Antrean.Theme

// One service: its letter, what it is for, how many wait; or why it is closed and when it opens.
Tappable {
    id: card

    required property string service
    required property string letter
    required property string name
    required property string hint
    required property bool open
    required property bool priority
    required property string waiting
    required property string wait
    required property string condition
    required property string reopens
    property int density: 0
    readonly property real pad: Math.round(Theme.gap * (density ? 1.8 : 2.5))
    readonly property real textX: pad * 2 + tile.width
    readonly property real textWidth: width - textX - pad - (open ? arrow.width + Theme.gap : 0)

    label: [name, open ? waiting : condition, open ? wait : reopens].filter(Boolean).join(". ")
    implicitHeight: Math.max(pad * 2 + tile.height, pad * 2 + words.height + facts.height + Theme.gap * (density ? 0.8 : 1.5))

    Surface {
        anchors.fill: parent
        raised: card.open
        color: card.pressed ? Theme.accentTintPressed : card.open ? Theme.surface : Theme.page
    }

    LetterTile {
        id: tile

        x: card.pad
        y: card.pad
        letter: card.letter
        lively: card.open
        size: Math.round(Theme.text * (card.density ? 2.2 : 2.7))
    }

    Column {
        id: words

        x: card.textX
        y: card.pad
        width: card.textWidth
        spacing: Theme.gap * 0.4

        Words {
            width: parent.width
            text: card.name
            size: card.density ? Theme.body : Theme.title
            font.weight: Font.Bold
            color: card.open ? Theme.ink : Theme.soft
            lineHeight: 0.95
            Accessible.ignored: true
        }

        Words {
            width: parent.width
            visible: text !== "" && card.density === 0
            text: card.hint
            size: Theme.small
            color: Theme.soft
            lineHeight: 0.95
            Accessible.ignored: true
        }
    }

    Flow {
        id: facts

        x: card.textX
        anchors.bottom: parent.bottom
        anchors.bottomMargin: card.pad
        width: card.width - x - card.pad
        spacing: Theme.gap * 0.8

        Fact {
            visible: card.open
            symbol: "users"
            text: card.waiting
            tint: Theme.accent
            room: facts.width
            rightPadding: Theme.gap * 1.5
        }

        Fact {
            visible: card.open && card.wait !== ""
            symbol: "hourglass"
            text: card.wait
            room: facts.width
        }

        Fact {
            visible: !card.open
            symbol: "door-closed"
            text: card.condition
            tint: Theme.warn
            room: facts.width
            rightPadding: Theme.gap * 1.5
        }

        Fact {
            visible: !card.open && card.reopens !== ""
            symbol: "calendar-clock"
            text: card.reopens
            room: facts.width
        }
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: card.pad * 0.7
        anchors.verticalCenter: parent.verticalCenter
        visible: card.open
        name: "chevron-right"
        tint: Theme.accent
        size: Theme.text * 1.3
    }
}
