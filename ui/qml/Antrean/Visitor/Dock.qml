pragma ComponentBehavior: Bound

import QtQuick
import Antrean.Controls
import Antrean.Theme
import Antrean.Visitor.Models

// Languages and aids, always in the same place, at the lower edge where everybody reaches them.
Rectangle {
    id: dock

    required property VisitorModel vm
    property real margin
    property bool portrait
    readonly property real room: width - 2 * margin
    readonly property real between: Theme.gap * 1.5
    readonly property bool oneRow: languages.implicitWidth + aids.implicitWidth + between * 3 <= room
    readonly property bool labelled: portrait || room >= Theme.text * 56
    readonly property var words: vm.words

    height: (oneRow ? Theme.target : languages.height + aids.height + between) + Theme.gap * (portrait ? 4 : 3)
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.edge
    }

    Flow {
        id: languages

        readonly property real natural: (Theme.text * 8 + spacing) * repeater.count

        x: dock.margin
        y: Theme.gap * (dock.portrait ? 2 : 1.5)
        width: dock.oneRow ? implicitWidth : dock.room
        spacing: dock.between

        Repeater {
            id: repeater

            model: dock.vm.languages

            Choice {
                required property var modelData

                label: modelData.name
                checked: modelData.current
                onTriggered: dock.vm.speak(modelData.code)
            }
        }
    }

    Flow {
        id: aids

        x: dock.oneRow ? parent.width - width - dock.margin : dock.margin
        y: dock.oneRow ? languages.y : languages.y + languages.height + dock.between
        width: dock.oneRow ? implicitWidth : dock.room
        spacing: dock.between

        Choice {
            label: dock.words.large_text ?? ""
            symbol: "a-large-small"
            checked: dock.vm.large
            bare: !dock.labelled
            onTriggered: dock.vm.toggleLarge()
        }

        Choice {
            label: dock.words.contrast ?? ""
            symbol: "contrast"
            checked: dock.vm.contrast
            bare: !dock.labelled
            onTriggered: dock.vm.toggleContrast()
        }

        Choice {
            label: dock.words.low_reach ?? ""
            symbol: "arrow-down-to-line"
            checked: dock.vm.low
            bare: !dock.labelled
            visible: Theme.height > 300 * Theme.pixelsPerMm
            onTriggered: dock.vm.toggleLow()
        }

        Choice {
            label: dock.words.help ?? ""
            symbol: "circle-question-mark"
            checkable: false
            onTriggered: dock.vm.callHelp()
        }
    }
}
