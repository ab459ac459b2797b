import QtQuick
import ui.theme
import ui.controls

// The one large button: the natural next step, with its key and what will come of it.
Tappable {
    id: button

    required property string symbol
    required property string hint
    required property string key
    property bool busy: false
    property bool tall: false
    readonly property color ground: enabled ? (pressed ? Theme.accentPressed : Theme.accent) : Theme.sunken
    readonly property color mark: enabled ? Theme.accentText : Theme.soft

    implicitHeight: Math.max(column.implicitHeight + 4 * Theme.gap, Theme.heading * 3.4)
    Accessible.description: hint

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: button.ground
        border.width: button.enabled && !Theme.highContrast ? 0 : Theme.line
        border.color: Theme.edge
    }

    KeyCap {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.gap * 1.5
        text: button.key
        ink: button.mark
        onColour: true
    }

    Column {
        id: column

        anchors.centerIn: parent
        width: parent.width - 4 * Theme.gap
        spacing: Theme.gap * 0.6

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gap * 1.4

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: button.symbol
                tint: button.mark
                size: Theme.heading * (button.tall ? 1.3 : 1.1)
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, column.width - 2 * Theme.heading)
                text: button.label
                size: Theme.heading * (button.tall ? 1.15 : 0.92)
                font.weight: Font.ExtraBold
                color: button.mark
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: button.hint
            size: Theme.body
            color: button.mark
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
