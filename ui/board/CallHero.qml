import QtQuick
import ui.theme
import ui.controls
import ui.board.models

// The number now called and where to go, as one card: read at ten metres, and never apart. It flashes with every call and
// recall. `beside`: the counter stands at the number's right, else below it.
Rectangle {
    id: hero

    required property BoardModel vm
    required property real unit
    property bool upright: false
    property bool beside: false
    property bool lit: false
    readonly property color paper: lit ? Theme.accent : Theme.surface
    readonly property color ink: lit ? Theme.accentText : Theme.accent
    readonly property color quiet: lit ? Theme.accentText : Theme.soft
    readonly property int turn: vm.turn
    readonly property real pad: 38 * unit
    // The counter below has the height that its capitals need, the number what is left.
    readonly property real split: beside ? width * 0.755 : height - 284 * unit

    radius: 26 * unit
    color: paper
    border.width: Theme.highContrast ? Theme.line * 2 : Math.max(1, 2 * unit)
    border.color: Theme.edge

    onTurnChanged: if (turn > 0)
        flash.restart()

    SequentialAnimation {
        id: flash

        loops: Theme.moving ? 4 : 1

        PropertyAction {
            target: hero
            property: "lit"
            value: Theme.moving
        }

        PauseAnimation {
            duration: 450
        }

        PropertyAction {
            target: hero
            property: "lit"
            value: false
        }

        PauseAnimation {
            duration: 350
        }
    }

    PairLabel {
        id: now

        x: hero.pad
        y: 22 * hero.unit
        width: (hero.beside ? hero.split : hero.width) - 2 * hero.pad - again.width
        text: hero.vm.labels.now
        second: hero.vm.seconds.now
        size: 34 * hero.unit
        ink: hero.lit ? Theme.accentText : Theme.ink
        quiet: hero.quiet
    }

    Words {
        id: again

        anchors.right: parent.right
        anchors.rightMargin: hero.beside ? hero.width - hero.split + hero.pad : hero.pad
        y: now.y
        text: hero.vm.recall
        size: 34 * hero.unit
        font.weight: Font.Bold
        color: hero.ink
        wrapMode: Text.NoWrap
    }

    Numerals {
        id: number

        objectName: "called"
        x: hero.pad * 0.8
        y: now.y + now.height
        width: (hero.beside ? hero.split : hero.width) - 2 * x
        height: (hero.beside ? hero.height : hero.split) - y
        text: hero.vm.number
        size: (hero.beside ? 340 : hero.upright ? 334 : 372) * hero.unit
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 40
        font.weight: Font.ExtraBold
        color: hero.ink
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        lineHeight: 0.8
        Accessible.role: Accessible.Heading
    }

    // Below or beside: square where the two halves meet.
    Item {
        id: where

        readonly property real gap: (hero.upright ? 20 : 38) * hero.unit

        x: hero.beside ? hero.split : 0
        y: hero.beside ? 0 : hero.split
        width: hero.width - x
        height: hero.height - y
        clip: true

        Rectangle {
            x: hero.beside ? -radius : 0
            y: hero.beside ? 0 : -radius
            width: parent.width - x
            height: parent.height - y
            radius: hero.radius
            color: hero.lit ? Theme.surface : Theme.accent
            border.width: hero.border.width
            border.color: hero.border.color
        }

        Words {
            id: second

            readonly property string sentence: hero.vm.counterSecond && hero.vm.seconds.to_counter ? (hero.upright ? "" : hero.vm.seconds.to_counter + "\n") + hero.vm.counterSecond : ""
            // Beside a counter that takes one line at its full size: what that line leaves.
            readonly property real most: where.width * (hero.upright ? 0.26 : 0.24)
            readonly property real room: where.width - 2 * hero.pad - where.gap - Math.ceil(whole.advanceWidth) - 2 * hero.unit

            x: hero.beside ? 12 * hero.unit : parent.width - width - hero.pad
            y: hero.beside ? parent.height - height - 20 * hero.unit : 0
            width: hero.beside ? parent.width - 24 * hero.unit : text === "" ? 0 : room < 90 * hero.unit ? most : Math.min(most, room)
            height: hero.beside ? 44 * hero.unit : parent.height
            text: hero.beside ? (hero.vm.counterSecond !== hero.vm.counter ? hero.vm.counterSecond : "") : sentence
            size: (hero.beside ? 38 : hero.upright ? 40 : 46) * hero.unit
            fontSizeMode: Text.Fit
            minimumPixelSize: 12
            color: hero.lit ? Theme.accent : Theme.accentText
            horizontalAlignment: hero.beside ? Text.AlignHCenter : Text.AlignLeft
            verticalAlignment: Text.AlignVCenter
            lineHeight: 1
        }

        TextMetrics {
            id: whole

            font: below.font
            text: hero.vm.counter
        }

        Words {
            id: below

            objectName: "counterBelow"
            x: hero.pad
            width: parent.width - 2 * hero.pad - (second.text !== "" ? second.width + where.gap : 0)
            height: parent.height
            visible: !hero.beside
            text: hero.vm.counter
            size: 220 * hero.unit
            fontSizeMode: Text.Fit
            minimumPixelSize: 20
            font.weight: Font.ExtraBold
            color: hero.lit ? Theme.accent : Theme.accentText
            verticalAlignment: Text.AlignVCenter
            lineHeight: 1
        }

        Words {
            id: word

            x: 12 * hero.unit
            y: 14 * hero.unit
            width: parent.width - 2 * x
            height: visible ? 110 * hero.unit : 0
            visible: hero.beside && text !== ""
            text: hero.vm.counterWord
            size: 80 * hero.unit
            fontSizeMode: Text.Fit
            minimumPixelSize: 12
            font.weight: Font.Bold
            color: hero.lit ? Theme.accent : Theme.accentText
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            lineHeight: 1
        }

        Words {
            objectName: "counterBeside"

            x: 16 * hero.unit
            y: word.visible ? word.y + word.height : 20 * hero.unit
            width: parent.width - 2 * x
            height: parent.height - y - (second.text !== "" ? second.height + 26 * hero.unit : 20 * hero.unit)
            visible: hero.beside
            text: hero.vm.counterTile
            readonly property bool figure: hero.vm.counterTile.length < 4

            font.family: figure ? Theme.numerals : Theme.sans
            size: figure ? Math.min(246 * hero.unit, height * 1.27) : 200 * hero.unit
            fontSizeMode: figure ? Text.HorizontalFit : Text.Fit
            minimumPixelSize: 20
            font.weight: Font.ExtraBold
            color: hero.lit ? Theme.accent : Theme.accentText
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            lineHeight: figure ? 0.85 : 1
        }
    }
}
