pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// Which kind of application, and its documents to tick, on one page. Untouched, one press says that all are there; once a
// document is ticked, the ticks count.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)
    readonly property bool several: vm.kinds.count > 1
    readonly property bool beside: several && !portrait
    readonly property int kindColumns: width < Theme.text * 17 ? 1 : 2
    readonly property real kindsHigh: Math.ceil(vm.kinds.count / kindColumns) * (Math.max(Theme.target, Theme.text * (width < Theme.text * 30 ? 4.6 : Theme.largeText ? 3.6 : 3)) + kinds.spacing) - kinds.spacing
    readonly property real listTop: Theme.tiny ? 0 : head.height + Theme.gap * (tight ? 1.2 : 3)
    readonly property real room: buttons.y - Theme.gap * (tight ? 1.2 : 2) - listTop

    visible: vm.screen === "papers"

    PageHead {
        id: head

        width: parent.width
        visible: !Theme.tiny
        letter: page.vm.letter
        symbol: page.vm.symbol
        title: page.several ? page.vm.title : page.vm.kindTitle
        over: page.several ? "" : page.vm.title
        hint: page.vm.words.papers_hint ?? ""
        tight: page.tight
    }

    PagedGrid {
        id: kinds

        y: page.listTop
        width: page.beside ? Math.round(page.width * (Theme.tiny ? 0.34 : Theme.largeText ? 0.36 : 0.3)) : page.width
        height: !page.several ? 0 : page.beside ? page.room : Math.min(page.room * 0.45, page.kindsHigh)
        visible: page.several
        model: page.vm.kinds
        densities: 3
        spacing: Theme.gap * 1.2
        minimumCell: Theme.text * 8
        mostColumns: page.beside ? 1 : page.kindColumns
        tallestCell: Theme.text * 3.6
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""
        pageLabel: page.vm.words.page ?? ""

        delegate: KindCard {
            density: kinds.density
            onTriggered: page.vm.choose(checklist)
        }
    }

    PagedGrid {
        id: grid

        x: page.beside ? kinds.width + Theme.gap * 2 : 0
        y: kinds.y + (page.several && !page.beside ? kinds.height + Theme.gap * (page.tight ? 1.2 : 2.5) : 0)
        width: page.width - x
        height: buttons.y - Theme.gap * (page.tight ? 1.2 : 2) - y
        spacing: Theme.gap * 1.2
        densities: 3
        fewColumns: true
        minimumCell: Theme.text * (page.tight ? 8 : 14)
        model: page.vm.papers
        mostColumns: 2
        tallestCell: Theme.text * 4.4
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
        wraps: !page.portrait

        ActionButton {
            bare: Theme.tiny
            size: Theme.tiny ? Theme.small : page.tight ? Theme.body : Theme.title
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            kind: "secondary"
            symbol: "arrow-left"
            label: page.vm.words.back ?? ""
            onTriggered: page.vm.back()
        }

        ActionButton {
            size: Theme.tiny ? Theme.small : page.tight ? Theme.body : Theme.title
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            kind: "secondary"
            visible: !page.vm.papersComplete
            label: page.vm.words.papers_lacking ?? ""
            onTriggered: page.vm.lack()
        }

        ActionButton {
            size: Theme.tiny ? Theme.small : page.tight ? Theme.body : Theme.title
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            symbol: page.vm.mayTake ? "check" : ""
            enabled: page.vm.mayTake
            label: page.vm.takeText
            onTriggered: page.vm.take()
        }
    }
}
