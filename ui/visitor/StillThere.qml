import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// Nobody has touched anything for a while: ask, count down, and only then clear the screen for the next visitor.
Rectangle {
    id: still

    required property VisitorModel vm

    visible: vm.stillLeft > 0 && !vm.speech
    color: Theme.veil

    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: still.vm.touch()
    }

    Surface {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: still.vm.low ? still.height * 0.15 : 0
        width: Math.min(still.width - Theme.gap * 8, Theme.text * 26)
        height: column.height + Theme.gap * 8
        raised: false
        radius: Theme.radius * 1.5

        Column {
            id: column

            x: Theme.gap * 4
            y: Theme.gap * 4
            width: parent.width - 2 * x
            spacing: Theme.gap * 2

            Words {
                width: parent.width
                text: still.vm.words.still_title ?? ""
                size: Theme.display
                font.weight: Font.ExtraBold
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 0.95
            }

            Numerals {
                width: parent.width
                text: still.vm.stillLeft
                size: Theme.display * 1.8
                color: Theme.accent
                font.weight: Font.ExtraBold
                horizontalAlignment: Text.AlignHCenter
            }

            Words {
                width: parent.width
                text: still.vm.stillText
                color: Theme.soft
                horizontalAlignment: Text.AlignHCenter
            }

            ButtonBar {
                width: parent.width

                ActionButton {
                    kind: "secondary"
                    label: still.vm.words.still_end ?? ""
                    onTriggered: still.vm.finish()
                }

                ActionButton {
                    label: still.vm.words.still_here ?? ""
                    onTriggered: still.vm.touch()
                }
            }
        }
    }
}
