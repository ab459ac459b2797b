pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// Languages and aids, always in the same place, at the lower edge where everybody reaches them.
Rectangle {
    id: dock

    required property VisitorModel vm
    property real margin
    property bool portrait
    readonly property real room: width - 2 * margin
    readonly property real between: Theme.gap * (Theme.tiny ? 0.8 : 1.5)
    readonly property real languagesWidth: natural(languages)
    readonly property real aidsWidth: natural(aids)
    readonly property real languageShare: shared(languages, languagesWidth)
    readonly property real aidShare: shared(aids, aidsWidth)
    readonly property bool oneRow: languagesWidth + aidsWidth + between * 3 <= room
    readonly property bool labelled: room >= Theme.text * (portrait ? 40 : 62)
    readonly property var words: vm.words

    // In rows of their own, buttons share the width.
    function shared(flow: Flow, natural: real): real {
        const items = Array.from(flow.children).filter(c => c.visible && c.implicitWidth > 0);
        const spare = room + between - natural;
        return oneRow || spare < 0 || items.length === 0 ? 0 : Math.floor(spare / items.length);
    }

    function natural(flow: Flow): real {
        return Math.ceil(Array.from(flow.children).filter(c => c.visible && c.implicitWidth > 0).reduce((sum, c) => sum + c.implicitWidth + between, 0));
    }

    // On a small screen the pages after the first need the room; language and aids stay as they were chosen there.
    readonly property bool shown: !(Theme.tiny && ["papers", "missing", "number"].includes(vm.screen)) && !(vm.screen === "papers" && !portrait && Theme.height < Theme.text * 36)

    visible: shown
    height: !shown ? 0 : (oneRow ? Theme.target : languages.height + aids.height + between) + Theme.gap * (portrait ? 4 : Theme.tiny ? 1.6 : 3)
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.edge
    }

    Flow {
        id: languages

        x: dock.margin
        y: Theme.gap * (dock.portrait ? 2 : Theme.tiny ? 0.8 : 1.5)
        width: dock.oneRow ? dock.languagesWidth : dock.room
        spacing: dock.between

        Repeater {
            model: dock.vm.languages

            Choice {
                required property var modelData

                width: implicitWidth + dock.languageShare
                label: modelData.name
                checked: modelData.current
                Accessible.role: Accessible.RadioButton
                onTriggered: dock.vm.setLanguage(modelData.code)
            }
        }
    }

    Flow {
        id: aids

        x: dock.oneRow ? parent.width - width - dock.margin + dock.between : dock.margin
        y: dock.oneRow ? languages.y : languages.y + languages.height + dock.between
        width: dock.oneRow ? dock.aidsWidth : dock.room
        spacing: dock.between

        Choice {
            label: dock.words.large_text ?? ""
            width: implicitWidth + dock.aidShare
            symbol: "a-large-small"
            checked: dock.vm.large
            bare: !dock.labelled
            onTriggered: dock.vm.toggleLarge()
        }

        Choice {
            label: dock.words.contrast ?? ""
            width: implicitWidth + dock.aidShare
            symbol: "contrast"
            checked: dock.vm.contrast
            bare: !dock.labelled
            onTriggered: dock.vm.toggleContrast()
        }

        Choice {
            label: dock.words.low_reach ?? ""
            width: implicitWidth + dock.aidShare
            symbol: "accessibility"
            checked: dock.vm.low
            bare: !dock.labelled
            visible: Theme.height > 300 * Theme.pixelsPerMm
            onTriggered: dock.vm.toggleLow()
        }

        Choice {
            label: dock.words.listen ?? ""
            width: implicitWidth + dock.aidShare
            symbol: "volume-2"
            bare: !dock.labelled && (Theme.tiny || !dock.portrait)
            checkable: false
            visible: dock.vm.speechOffered
            onTriggered: dock.vm.startSpeech()
        }

        Choice {
            label: dock.words.help ?? ""
            width: implicitWidth + dock.aidShare
            symbol: "circle-question-mark"
            bare: Theme.tiny && !dock.labelled
            checkable: false
            onTriggered: dock.vm.callHelp()
        }
    }
}
