pragma ComponentBehavior: Bound

import QtQuick
import ui.theme

// Digits for a finger; keys do the same.
Grid {
    id: pad

    property string eraseLabel
    property real cell: Theme.title * 2.9
    signal digit(string digit)
    signal erased

    columns: 3
    spacing: Theme.gap

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"]

        Item {
            id: place

            required property string modelData

            implicitWidth: pad.cell * 1.25
            implicitHeight: pad.cell

            Tappable {
                id: key

                anchors.fill: parent
                visible: place.modelData !== ""
                activeFocusOnTab: false
                label: place.modelData === "erase" ? pad.eraseLabel : place.modelData
                onTriggered: place.modelData === "erase" ? pad.erased() : pad.digit(place.modelData)

                Rectangle {
                    anchors.fill: parent
                    radius: Theme.radius * 0.8
                    color: key.pressed ? Theme.accentTintPressed : Theme.surface
                    border.width: Theme.line
                    border.color: Theme.touchEdge
                }

                Numerals {
                    anchors.centerIn: parent
                    visible: place.modelData !== "erase"
                    text: place.modelData
                    size: Theme.heading
                    Accessible.ignored: true
                }

                Icon {
                    anchors.centerIn: parent
                    visible: place.modelData === "erase"
                    name: "delete"
                    size: Theme.heading
                }
            }
        }
    }
}
