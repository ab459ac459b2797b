pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.pairing.models

// The code: large, in groups as it is said; by keys, by touch, or by a scanner.
ColumnLayout {
    id: entry

    required property PairingModel vm

    spacing: Theme.gap * 1.6

    Words {
        Layout.fillWidth: true
        text: entry.vm.labels.code
        size: Theme.title
        font.weight: Font.Bold
    }

    Rectangle {
        Layout.fillWidth: true
        implicitHeight: Theme.display * 1.9
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line * 2
        border.color: Theme.strongEdge
        Accessible.role: Accessible.StaticText
        Accessible.name: entry.vm.codeText

        Numerals {
            anchors.fill: parent
            anchors.leftMargin: Theme.gap * 1.5
            anchors.rightMargin: Theme.gap * 1.5
            text: entry.vm.code
            size: Theme.display
            font.letterSpacing: Theme.gap * 0.4
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.small
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }
    }

    Notice {
        Layout.fillWidth: true
        visible: text !== ""
        tone: "warn"
        symbol: "triangle-alert"
        text: entry.vm.problem
    }

    Keypad {
        Layout.alignment: Qt.AlignHCenter
        cell: Theme.title * 2.5
        eraseLabel: entry.vm.labels.erase
        onDigit: digit => entry.vm.type(digit)
        onErased: entry.vm.erase()
    }

    ActionButton {
        Layout.fillWidth: true
        enabled: entry.vm.mayConnect
        symbol: "arrow-right"
        symbolLast: true
        label: entry.vm.busy ? entry.vm.labels.busy : entry.vm.labels.connect
        size: Theme.body
        implicitHeight: Theme.body * 3
        onTriggered: entry.vm.connectNow()
    }
}
