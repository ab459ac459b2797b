pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.board.models

// Whose board it is, and the time; what staff should see of the board itself stands between.
Rectangle {
    id: header

    required property BoardModel vm
    required property real unit
    property bool upright: false
    readonly property real pad: 42 * unit

    color: Theme.band

    component Pill: Rectangle {
        id: pill

        property string symbol
        property string text
        property real most: header.width * (header.upright ? 0.34 : 0.3)

        width: fact.implicitWidth + 24 * header.unit
        height: fact.implicitHeight + 10 * header.unit
        anchors.verticalCenter: parent ? parent.verticalCenter : undefined
        visible: text !== ""
        radius: 14 * header.unit
        color: Theme.warnTint

        Fact {
            id: fact

            anchors.centerIn: parent
            symbol: pill.symbol
            text: pill.text
            size: (header.upright ? 22 : 26) * header.unit
            tint: Theme.warn
            room: pill.most
        }
    }

    Icon {
        id: emblem

        x: header.pad
        anchors.verticalCenter: parent.verticalCenter
        name: "landmark"
        tint: Theme.bandText
        size: 42 * header.unit
    }

    Words {
        x: emblem.x + emblem.width + 20 * header.unit
        width: right.x - x - 30 * header.unit
        height: parent.height
        text: header.vm.place
        size: 36 * header.unit
        fontSizeMode: Text.Fit
        minimumPixelSize: 10
        font.weight: Font.Bold
        color: Theme.bandText
        verticalAlignment: Text.AlignVCenter
        lineHeight: 1
        Accessible.role: Accessible.Heading
    }

    Row {
        id: right

        x: parent.width - width - header.pad
        height: parent.height
        spacing: 24 * header.unit

        Pill {
            symbol: header.vm.troubleIcon
            text: header.vm.trouble
        }

        Pill {
            symbol: "clock-alert"
            text: header.vm.simulated
        }

        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: !header.upright && !(header.vm.trouble !== "" && header.vm.simulated !== "")
            text: header.vm.date
            size: 29 * header.unit
            color: Theme.bandSoft
            wrapMode: Text.NoWrap
        }

        Numerals {
            anchors.verticalCenter: parent.verticalCenter
            text: header.vm.clock
            size: 60 * header.unit
            color: Theme.bandText
        }
    }
}
