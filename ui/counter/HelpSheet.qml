pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// Every key of the window, from the table that makes the shortcuts; a line does what it says.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property bool narrow: width < 760

    title: vm.sheet.title
    widest: Theme.body * 56
    onClosed: vm.sheet.cancel()

    component Line: Column {
        id: line

        required property string name
        required property string key
        required property string symbol
        required property string label
        required property string heading
        required property bool able
        required property bool first

        width: parent ? parent.width : 0
        topPadding: heading === "" ? 0 : Theme.gap

        Words {
            width: parent.width
            visible: text !== ""
            text: line.heading
            size: Theme.small
            font.weight: Font.Bold
            color: Theme.soft
            bottomPadding: Theme.gap * 0.5
        }

        Tappable {
            id: press

            width: parent.width
            implicitHeight: Math.max(Theme.body * 2, words.implicitHeight + Theme.gap * 0.8)
            enabled: line.able
            activeFocusOnTab: line.able
            label: line.label
            onTriggered: sheet.vm.press(line.name)
            onActiveFocusChanged: if (activeFocus)
                sheet.show(this)

            Item {
                id: caps

                width: Theme.body * 5
                height: parent.height

                KeyCap {
                    anchors.verticalCenter: parent.verticalCenter
                    text: line.key
                    size: Theme.body
                    ink: Theme.ink
                }
            }

            Icon {
                id: icon

                anchors.left: caps.right
                anchors.verticalCenter: parent.verticalCenter
                visible: line.symbol !== ""
                name: line.symbol
                tint: line.able ? Theme.accent : Theme.soft
            }

            Words {
                id: words

                anchors.verticalCenter: parent.verticalCenter
                x: icon.visible ? icon.x + icon.width + Theme.gap * 1.5 : caps.width
                width: press.width - x
                text: line.label
                color: line.able || line.symbol === "" ? Theme.ink : Theme.soft
                Accessible.ignored: true
            }
        }
    }

    Item {
        focus: true
    }

    Grid {
        width: parent.width
        columns: sheet.narrow ? 1 : 2
        columnSpacing: Theme.gap * 4

        Repeater {
            model: [true, false]

            Column {
                id: side

                required property bool modelData

                width: sheet.narrow ? parent.width : (parent.width - Theme.gap * 4) / 2

                Repeater {
                    model: sheet.vm.keys

                    Line {
                        visible: first === side.modelData
                    }
                }
            }
        }
    }
}
