import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// Before the server has said anything, or where it does not let this device in.
Item {
    id: page

    required property CounterFrame frame
    readonly property bool refused: frame.page === "refused"

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 4 * Theme.gap, Theme.body * 34)
        spacing: Theme.gap * 2

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: page.refused ? "shield-x" : "wifi"
            tint: page.refused ? Theme.bad : Theme.accent
            size: Theme.display * 1.6
        }

        Words {
            width: parent.width
            text: page.refused ? page.frame.labels.refused : page.frame.labels.connecting
            size: Theme.heading
            font.weight: Font.Bold
            horizontalAlignment: Text.AlignHCenter
        }

        Words {
            width: parent.width
            text: page.refused ? page.frame.labels.refused_hint : page.frame.labels.connecting_hint
            color: Theme.soft
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
