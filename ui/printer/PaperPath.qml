pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.printer.models

// The printer and the paper that comes out of its top; what was cut lies above.
Item {
    id: path

    required property PrinterModel vm
    readonly property real paperWidth: Math.min(width - 8 * Theme.gap, body.width * 0.8)

    clip: true

    Rectangle {
        anchors.fill: parent
        color: Theme.sunken
    }

    Column {
        anchors.bottom: body.top
        anchors.bottomMargin: path.vm.sheetHigh > 0 ? -Theme.gap * 2 : Theme.gap
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap * 2

        Column {
            spacing: Theme.gap * 2

            Repeater {
                model: path.vm.slips
                delegate: PaperSlip {
                    required property string image
                    required property int dots
                    required property int rows

                    width: path.paperWidth
                    source: image
                    wide: dots
                    high: rows
                }
            }
        }

        PaperSlip {
            visible: high > 0
            width: path.paperWidth
            source: path.vm.sheet
            wide: path.vm.sheetWide
            high: path.vm.sheetHigh
        }
    }

    Rectangle {
        id: body

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap * 3
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width - 4 * Theme.gap, 520)
        height: Theme.body * 7
        radius: Theme.radius
        color: Theme.ink

        Rectangle {
            x: (parent.width - width) / 2
            y: Theme.gap * 1.2
            width: path.paperWidth + 2 * Theme.gap
            height: Theme.gap * 1.2
            radius: height / 2
            color: "#000000"
        }

        Row {
            anchors.left: parent.left
            anchors.bottom: parent.bottom
            anchors.margins: Theme.gap * 2.5
            spacing: Theme.gap * 1.5

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.body * 0.8
                height: width
                radius: width / 2
                color: path.vm.tone === "good" ? "#34d399" : path.vm.tone === "warn" ? "#fbbf24" : "#f87171"
            }

            Words {
                text: path.vm.pages
                size: Theme.small
                color: "#ffffff"
            }
        }

        Words {
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: Theme.gap * 2.5
            text: path.vm.roll
            size: Theme.small
            color: "#ffffff"
        }
    }
}
