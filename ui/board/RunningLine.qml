import QtQuick
import ui.theme
import ui.controls

// The office's own line: still where it fits, else running round.
Rectangle {
    id: strip

    property string text
    property bool moving: true
    readonly property bool runs: first.implicitWidth > width - Theme.gap * 6
    readonly property real round: first.implicitWidth + Theme.gap * 12

    implicitHeight: first.implicitHeight + Theme.gap * 1.6
    color: Theme.band
    clip: true

    Row {
        id: belt

        x: Theme.gap * 3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap * 12

        Words {
            id: first

            objectName: "runningLine"
            text: strip.text
            size: Theme.body
            color: Theme.bandText
            wrapMode: Text.NoWrap
        }

        Words {
            visible: strip.runs
            text: strip.text
            size: Theme.body
            color: Theme.bandText
            wrapMode: Text.NoWrap
        }
    }

    NumberAnimation {
        target: belt
        property: "x"
        from: Theme.gap * 3
        to: Theme.gap * 3 - strip.round
        duration: strip.round * 11 * 1080 / Math.max(1, Theme.height)
        loops: Animation.Infinite
        running: strip.moving && strip.runs

        onStopped: belt.x = Theme.gap * 3
    }
}
