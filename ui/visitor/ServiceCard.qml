import QtQuick
import ui.controls
import ui.theme

// One service: its letter, what it is for, how many wait; or why it is closed and when it opens.
// `density` 0 shows all, 1 leaves the hint out, 2 is tight as well. Heights are sums, so that the grid can measure.
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
    readonly property real pad: Math.round(Theme.gap * (density > 1 ? 1.2 : density ? 1.8 : 2.5))
    // A card as wide as the screen keeps its lines together; in a grid, the facts of one row stand on one line.
    readonly property bool wide: width > Theme.text * 24
    readonly property bool hinted: hint !== "" && density === 0
    readonly property real hintHeight: hinted ? hintWords.implicitHeight + Theme.gap * 0.4 : 0
    readonly property real factsHeight: second.text !== "" && !oneLine ? first.implicitHeight + Theme.gap * 0.5 + second.implicitHeight : first.implicitHeight
    readonly property real factsGap: Math.round(Theme.gap * (density > 1 ? 0.5 : density ? 0.9 : 1.4))
    readonly property real inside: title.implicitHeight + hintHeight + factsGap + factsHeight
    readonly property bool oneLine: first.implicitWidth + Theme.gap * 2.5 + second.implicitWidth <= factsWidth
    readonly property real head: wide ? Math.round((height - inside) / 2) : pad
    readonly property real textX: pad + tile.width + Math.round(Theme.gap * (wide ? 3 : 2))
    readonly property real factsWidth: width - textX - pad - (open ? arrow.width : 0)
    readonly property real textWidth: width - textX - pad - arrow.width

    label: [name, open ? waiting : condition, open ? wait : reopens].filter(Boolean).join(". ")
    Accessible.description: hinted ? hint : ""
    implicitHeight: pad * 2 + Math.max(tile.height, inside)

    Surface {
        anchors.fill: parent
        raised: card.open
        color: card.pressed ? Theme.accentTintPressed : card.open ? Theme.surface : Theme.page
    }

    LetterTile {
        id: tile

        x: card.pad
        y: card.wide ? Math.round((card.height - height) / 2) : card.pad
        letter: card.letter
        lively: card.open
        size: Math.round(Theme.text * (card.density ? 2.3 : card.wide ? 3.7 : 2.9))
    }

    Words {
        id: title

        x: card.textX
        y: card.head
        width: card.textWidth
        text: card.name
        size: card.density > 1 ? Theme.body : card.wide && !card.density ? Math.round(Theme.title * 1.1) : Theme.title
        font.weight: Font.Bold
        color: card.open ? Theme.ink : Theme.soft
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Words {
        id: hintWords

        x: card.textX
        y: title.y + title.implicitHeight + Theme.gap * 0.4
        width: card.textWidth
        visible: card.hinted
        text: card.hint
        size: Theme.small
        color: Theme.soft
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Fact {
        id: first

        x: card.textX
        y: card.wide ? card.head + card.inside - card.factsHeight : card.height - card.pad - card.factsHeight
        symbol: card.open ? "users" : "door-closed"
        text: card.open ? card.waiting : card.condition
        tint: card.open ? Theme.accent : Theme.warn
        room: card.factsWidth
    }

    Fact {
        id: second

        x: card.oneLine ? first.x + first.implicitWidth + Theme.gap * 2.5 : card.textX
        y: card.oneLine ? first.y : first.y + first.implicitHeight + Theme.gap * 0.5
        visible: text !== ""
        symbol: card.open ? "hourglass" : "calendar-clock"
        text: card.open ? card.wait : card.reopens
        room: card.factsWidth
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Math.round(card.pad * 0.6)
        anchors.verticalCenter: parent.verticalCenter
        opacity: card.open ? 1 : 0
        name: "chevron-right"
        tint: Theme.accent
        size: Math.round(Theme.text * 1.2)
    }
}
