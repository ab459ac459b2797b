import QtQuick
import ui.controls
import ui.theme

// One thing to do after the number was given: a picture and a short sentence.
Item {
    id: row

    required property var modelData
    property bool first: false

    Rectangle {
        width: parent.width
        height: Theme.line
        visible: !row.first
        color: Theme.edge
    }

    Rectangle {
        id: disc

        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(Theme.text * 1.9)
        height: width
        radius: width / 2
        color: Theme.accentTint

        Icon {
            anchors.centerIn: parent
            name: row.modelData.symbol
            tint: Theme.accent
            size: Math.round(disc.width * 0.58)
        }
    }

    Words {
        anchors.verticalCenter: parent.verticalCenter
        x: disc.width + Theme.gap * 1.6
        width: parent.width - x
        text: row.modelData.text
        size: Theme.body
        font.weight: Font.DemiBold
        lineHeight: 0.95
    }
}
