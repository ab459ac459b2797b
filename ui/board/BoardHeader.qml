import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.board.models

// Whose board it is, and the time.
Rectangle {
    id: header

    required property BoardModel vm
    property bool upright: false
    property bool compact: false

    implicitHeight: row.implicitHeight + Theme.gap * (compact ? 0.8 : 2)
    color: Theme.band

    RowLayout {
        id: row

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.gap * 3
        anchors.rightMargin: Theme.gap * 3
        spacing: Theme.gap * 2

        Rectangle {
            Layout.preferredWidth: Theme.display * 1.15
            Layout.preferredHeight: Theme.display * 1.15
            radius: width * 0.28
            color: Theme.bandTile

            Icon {
                anchors.centerIn: parent
                name: "landmark"
                tint: Theme.bandText
                size: Theme.display * 0.72
            }
        }

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Words {
                Layout.fillWidth: true
                text: header.vm.place
                size: header.upright ? Theme.title : Theme.heading
                font.weight: Font.Bold
                color: Theme.bandText
            }

            Words {
                Layout.fillWidth: true
                text: header.vm.office
                size: Theme.small
                color: Theme.bandSoft
            }

            Fact {
                visible: header.upright && header.vm.simulated !== ""
                symbol: "clock-alert"
                text: header.vm.simulated
                tint: Theme.bandText
            }

            Fact {
                visible: header.upright && header.vm.trouble !== ""
                symbol: header.vm.troubleIcon
                text: header.vm.trouble
                tint: Theme.bandText
                room: parent.width
            }
        }

        Rectangle {
            Layout.preferredWidth: trouble.implicitWidth + Theme.gap * 2
            Layout.preferredHeight: trouble.implicitHeight + Theme.gap
            visible: header.vm.trouble !== "" && !header.upright
            radius: Theme.radius
            color: Theme.warnTint

            Fact {
                id: trouble

                anchors.centerIn: parent
                symbol: header.vm.troubleIcon
                text: header.vm.trouble
                tint: Theme.warn
                room: header.width * 0.3
            }
        }

        Rectangle {
            Layout.preferredWidth: badge.implicitWidth + Theme.gap * 2
            Layout.preferredHeight: badge.implicitHeight + Theme.gap
            visible: header.vm.simulated !== "" && !header.upright
            radius: Theme.radius
            color: Theme.warnTint

            Fact {
                id: badge

                anchors.centerIn: parent
                symbol: "clock-alert"
                text: header.vm.simulated
                tint: Theme.warn
            }
        }

        ColumnLayout {
            spacing: 0

            Numerals {
                Layout.alignment: Qt.AlignRight
                text: header.vm.clock
                size: Theme.display
                color: Theme.bandText
            }

            Words {
                Layout.alignment: Qt.AlignRight
                text: header.vm.date
                size: Theme.small
                color: Theme.bandSoft
                wrapMode: Text.NoWrap
            }
        }
    }
}
