import QtQuick
import ui.controls
import ui.theme

// One service that gives numbers: its letter, what it is for, and when a number taken now is called.
// `density` 0 shows all, 1 leaves the hint out, 2 is tight as well. Heights are sums, so that the grid can measure.
Tappable {
    id: card

    required property string service
    required property string letter
    required property string name
    required property string hint
    required property string waiting
    required property string called
    required property string symbol
    property string calledLabel
    property int density: 0
    // On an upright screen, where cards are high.
    property bool upright: false
    // What stands in brackets is left out where lines are few.
    readonly property string shortName: density > 1 ? name.replace(/\s*\(.*\)$/, "") : name
    readonly property real pad: Math.round(Theme.gap * (density > 1 ? 1 : density ? 1.6 : 2.4))
    // The time stands at the right where the line is long enough, else below.
    readonly property bool beside: !upright && width > Theme.text * 30
    readonly property bool below: !beside && about.implicitWidth + Theme.gap + clock.implicitWidth > rightEdge - textX
    readonly property bool hinted: hint !== "" && density === 0
    readonly property bool arrowed: density < 2
    readonly property real hintHeight: hinted ? hintWords.implicitHeight + Theme.gap * 0.3 : 0
    readonly property real said: title.implicitHeight + hintHeight
    readonly property real timeHeight: called === "" ? people.implicitHeight : beside ? about.implicitHeight + clock.implicitHeight : below ? about.implicitHeight + clock.implicitHeight : Math.max(about.implicitHeight, clock.implicitHeight)
    readonly property real inside: beside ? Math.max(said, timeHeight) : said + Theme.gap * (density ? 0.3 : 0.8) + timeHeight
    readonly property real timeWidth: called === "" ? people.implicitWidth : Math.max(about.implicitWidth, clock.implicitWidth)
    // The tile grows with the card, in a place of its own: what is measured must not depend on the height that follows from it.
    readonly property real tileLeast: Math.round(Theme.text * (density > 1 ? 2 : density ? 2.4 : 3.1))
    readonly property real tileMost: Math.round(Theme.text * (density > 1 ? 2 : density ? 2.4 : 4))
    readonly property real tileWidth: symbol !== "" && beside ? Math.round(tileMost * 1.65) : tileMost
    readonly property real textX: pad + tileWidth + Math.round(Theme.gap * 2.2)
    readonly property real rightEdge: width - pad - (arrowed ? arrow.width : 0)
    readonly property real room: Math.max(Theme.text * 4, rightEdge - textX - (beside ? timeWidth + Theme.gap * 2 : 0))
    readonly property real head: Math.round((height - (beside ? said : inside)) / 2)
    readonly property real timeY: beside ? Math.round((height - timeHeight) / 2) : head + said + Math.round(Theme.gap * (density ? 0.3 : 0.8))

    label: [name, waiting, called === "" ? "" : calledLabel + " " + called].filter(Boolean).join(". ")
    Accessible.description: hint
    implicitHeight: pad * 2 + Math.max(tileLeast * (symbol !== "" && !beside ? 1.36 : 1), inside)

    Surface {
        anchors.fill: parent
        color: card.pressed ? Theme.accentTintPressed : Theme.surface
        border.color: Theme.highContrast ? Theme.edge : Theme.touchEdge
    }

    LetterTile {
        id: tile

        x: card.pad + Math.round((card.tileWidth - width) / 2)
        y: Math.round((card.height - height) / 2)
        letter: card.letter
        symbol: card.symbol
        wide: card.beside
        size: Math.max(card.tileLeast, Math.min(Math.round(card.height * (card.symbol !== "" && !card.beside ? 0.42 : 0.5)), card.tileMost))
    }

    Words {
        id: title

        x: card.textX
        y: card.head
        width: card.room
        text: card.shortName
        size: card.density > 1 ? Theme.body : card.beside || !card.density ? Math.round(Theme.title * 1.05) : Theme.title
        font.weight: Font.Bold
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Words {
        id: hintWords

        x: card.textX
        y: title.y + title.implicitHeight + Theme.gap * 0.3
        width: card.room
        visible: card.hinted
        text: card.hint
        size: Theme.small
        color: Theme.soft
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Words {
        id: about

        x: card.beside ? card.rightEdge - implicitWidth : card.textX
        y: card.beside || card.below ? card.timeY : card.timeY + (card.timeHeight - implicitHeight) / 2
        visible: card.called !== ""
        text: card.calledLabel
        size: Theme.small
        color: card.beside ? Theme.soft : Theme.accent
        wrapMode: Text.NoWrap
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Numerals {
        id: clock

        x: card.beside ? card.rightEdge - implicitWidth : card.below ? card.textX : about.x + about.implicitWidth + Theme.gap
        y: card.beside ? card.timeY + card.timeHeight - implicitHeight : card.timeY + (card.below ? card.timeHeight - implicitHeight : (card.timeHeight - implicitHeight) / 2)
        visible: card.called !== ""
        text: card.called
        size: Math.round(card.density > 1 ? Theme.body : card.beside ? Theme.title * 1.12 : Theme.title)
        color: Theme.accent
        font.weight: Font.ExtraBold
        Accessible.ignored: true
    }

    Fact {
        id: people

        x: card.beside ? card.rightEdge - implicitWidth : card.textX
        y: card.timeY
        visible: card.called === ""
        symbol: "users"
        text: card.waiting
        tint: Theme.accent
        room: card.beside ? card.width * 0.4 : card.rightEdge - card.textX
    }

    Icon {
        id: arrow

        x: card.width - width - Math.round(card.pad * 0.4)
        anchors.verticalCenter: parent.verticalCenter
        visible: card.arrowed
        name: "chevron-right"
        tint: Theme.accent
        size: Math.round(Theme.text * 1.2)
    }
}
