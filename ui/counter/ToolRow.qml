pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls

// Counter and office: pause, stop the service, help, sign out. Each with its key; in a strip the words stand in the help.
Rectangle {
    id: tools

    required property QtObject rows
    property bool narrow: false
    signal pressed(string name)

    implicitHeight: row.implicitHeight + 2 * Theme.gap
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.edge
    }

    RowLayout {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: 2 * Theme.gap
        anchors.rightMargin: 2 * Theme.gap
        spacing: Theme.gap
        uniformCellSizes: true

        Repeater {
            model: tools.rows

            Tappable {
                id: tool

                required property string name
                required property string symbol
                required property string key
                required label
                required enabled
                readonly property color mark: !enabled ? Theme.soft : name === "emergency" ? Theme.bad : Theme.accent

                Layout.fillWidth: true
                implicitHeight: face.implicitHeight + 1.6 * Theme.gap
                onTriggered: tools.pressed(name)

                Rectangle {
                    anchors.fill: parent
                    radius: Theme.radius * 0.8
                    color: tool.pressed ? Theme.accentTintPressed : "transparent"
                }

                GridLayout {
                    id: face

                    anchors.centerIn: parent
                    width: Math.min(implicitWidth, parent.width)
                    height: parent.height - 1.6 * Theme.gap
                    columns: tools.narrow ? 1 : 3
                    columnSpacing: Theme.gap * 1.2
                    rowSpacing: Theme.gap * 0.6

                    Icon {
                        Layout.alignment: Qt.AlignCenter
                        visible: !tools.narrow || Theme.largeText
                        name: tool.symbol
                        tint: tool.mark
                    }

                    Words {
                        Layout.fillWidth: true
                        Layout.fillHeight: tools.narrow
                        visible: !tools.narrow || !Theme.largeText
                        horizontalAlignment: tools.narrow ? Text.AlignHCenter : Text.AlignLeft
                        verticalAlignment: Text.AlignVCenter
                        text: tool.label
                        size: Theme.small
                        font.weight: Font.Bold
                        color: tool.enabled ? Theme.ink : Theme.soft
                        Accessible.ignored: true
                    }

                    KeyCap {
                        Layout.alignment: Qt.AlignCenter
                        text: tool.key
                    }
                }
            }
        }
    }
}
