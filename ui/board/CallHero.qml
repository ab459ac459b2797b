import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.board.models

// The number now called, to be read at ten metres, and where to go. It flashes with every call and recall.
Rectangle {
    id: hero

    required property BoardModel vm
    required property real capital
    property bool upright: false
    property bool lit: false
    readonly property color ink: lit ? Theme.accentText : Theme.accent
    readonly property color quiet: lit ? Theme.accentText : Theme.soft
    readonly property int turn: vm.turn
    readonly property real least: capital * 1.2 + Theme.heading * 1.4 + Theme.gap * 3

    radius: Theme.radius * 1.4
    color: lit ? Theme.accent : Theme.surface
    border.width: Theme.line
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

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.gap * 2
        columns: hero.upright ? 1 : 2
        columnSpacing: Theme.gap * 3
        rowSpacing: Theme.gap

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: hero.capital * 1.35
            spacing: 0

            RowLayout {
                Layout.fillWidth: true

                spacing: Theme.gap * 2

                Words {
                    text: hero.vm.labels.now
                    size: Theme.heading
                    font.weight: Font.Bold
                    color: hero.lit ? Theme.accentText : Theme.ink
                    wrapMode: Text.NoWrap
                }

                Words {
                    Layout.fillWidth: true
                    text: hero.vm.seconds.now
                    size: Theme.title
                    color: hero.quiet
                }

                Words {
                    visible: text !== ""
                    text: hero.vm.recall
                    size: Theme.title
                    font.weight: Font.Bold
                    color: hero.ink
                    wrapMode: Text.NoWrap
                }
            }

            Numerals {
                objectName: "called"
                Layout.fillWidth: true
                Layout.fillHeight: true
                text: hero.vm.number
                size: hero.capital / 0.668
                font.weight: Font.ExtraBold
                color: hero.ink
                fontSizeMode: Text.HorizontalFit
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                lineHeight: 0.8
            }
        }

        Rectangle {
            Layout.fillHeight: !hero.upright
            Layout.fillWidth: hero.upright
            Layout.preferredWidth: hero.upright ? -1 : hero.width * 0.25
            Layout.preferredHeight: hero.upright ? where.implicitHeight + Theme.gap * 3 : -1
            radius: Theme.radius
            color: hero.lit ? "transparent" : Theme.accentTint
            border.width: hero.lit || Theme.highContrast ? Theme.line * 2 : 0
            border.color: hero.ink

            GridLayout {
                id: where

                anchors.centerIn: parent
                width: parent.width - Theme.gap * 4
                columns: hero.upright ? 2 : 1
                rowSpacing: Theme.gap
                columnSpacing: Theme.gap * 3

                Bilingual {
                    Layout.fillWidth: true
                    text: hero.vm.labels.to_counter
                    second: hero.vm.seconds.to_counter
                    size: Theme.title
                    ink: hero.lit ? Theme.accentText : Theme.ink
                    quiet: hero.quiet
                    align: hero.upright ? Text.AlignLeft : Text.AlignHCenter
                }

                Bilingual {
                    Layout.fillWidth: true
                    Layout.horizontalStretchFactor: 3
                    text: hero.vm.counter
                    second: hero.vm.counterSecond
                    size: Math.min(Theme.display * 1.9, where.width * (hero.upright ? 0.125 : 0.18))
                    quietSize: Theme.heading
                    weight: Font.ExtraBold
                    ink: hero.ink
                    quiet: hero.quiet
                    align: Text.AlignHCenter
                }
            }
        }
    }
}
