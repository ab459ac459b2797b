import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// A fault that is on or off.
Tappable {
    id: fault

    property string symbol

    checkable: true
    implicitHeight: Math.max(Theme.body * 2.5, row.implicitHeight + Theme.gap)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius * 0.8
        color: fault.checked ? Theme.badTint : fault.pressed ? Theme.accentTintPressed : Theme.surface
        border.width: fault.checked ? Theme.line * 2 : Theme.line
        border.color: fault.checked ? Theme.bad : Theme.edge
    }

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: Theme.gap * 1.4
        anchors.rightMargin: Theme.gap
        spacing: Theme.gap

        Icon {
            name: fault.symbol
            tint: fault.checked ? Theme.bad : Theme.accent
        }

        Words {
            Layout.fillWidth: true
            text: fault.label
            size: Theme.small
            font.weight: Font.DemiBold
            color: fault.checked ? Theme.bad : Theme.ink
            Accessible.ignored: true
        }

        Icon {
            visible: fault.checked
            name: "check"
            tint: Theme.bad
        }
    }
}
