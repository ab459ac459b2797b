pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// The papers to have: tick them, or say with one tap that all are there.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)

    visible: vm.screen === "papers"

    PageHead {
        id: head

        width: parent.width
        letter: page.vm.letter
        over: page.vm.title
        title: page.vm.kindTitle
        hint: page.vm.words.papers_hint ?? ""
        tight: page.tight
    }

    PagedGrid {
        id: grid

        anchors.top: head.bottom
        anchors.topMargin: Theme.gap * (page.tight ? 2 : 4)
        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.gap * 2
        width: parent.width
        spacing: Theme.gap * 1.5
        densities: 2
        model: page.vm.papers
        mostColumns: page.portrait ? 1 : 2
        tallestCell: Theme.text * 4.8
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""
        pageLabel: page.vm.words.page ?? ""

        delegate: PaperTick {
            density: grid.density
            condition: page.vm.words.papers_if ?? ""
            onTriggered: page.vm.tick(document)
        }
    }

    ButtonBar {
        id: buttons

        anchors.bottom: parent.bottom
        width: parent.width

        ActionButton {
            size: page.tight ? Theme.body : Theme.title
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            kind: "secondary"
            symbol: "arrow-left"
            label: page.vm.words.back ?? ""
            onTriggered: page.vm.back()
        }

        ActionButton {
            size: page.tight ? Theme.body : Theme.title
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            kind: "secondary"
            visible: !page.vm.papersComplete
            label: page.vm.words.papers_lacking ?? ""
            onTriggered: page.vm.lack()
        }

        ActionButton {
            size: page.tight ? Theme.body : Theme.title
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            symbol: "check"
            label: (page.vm.papersComplete ? page.vm.words.papers_take : page.vm.words.papers_all) ?? ""
            onTriggered: page.vm.take()
        }
    }
}
