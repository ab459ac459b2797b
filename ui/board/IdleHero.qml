import QtQuick
import ui.theme
import ui.controls
import ui.board.models

// While nobody is called: a welcome, or that it is closed and when it opens.
Rectangle {
    id: hero

    required property BoardModel vm
    property bool upright: false

    radius: Theme.radius * 1.4
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.edge

    Column {
        anchors.centerIn: parent
        width: parent.width - Theme.gap * 8
        spacing: Theme.gap * 3

        Bilingual {
            width: parent.width
            text: hero.vm.idleTitle
            second: hero.vm.idleTitleSecond
            size: Theme.display * (hero.upright ? 1.5 : 2)
            ink: Theme.accent
            align: Text.AlignHCenter
        }

        Bilingual {
            width: parent.width
            text: hero.vm.idleHint
            second: hero.vm.idleHintSecond
            size: Theme.heading
            align: Text.AlignHCenter
        }

        Fact {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: hero.vm.hours !== ""
            symbol: "clock"
            text: hero.vm.hours
            size: Theme.title
            room: parent.width
        }
    }
}
