pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// What is missing, why it matters, and where to ask: never a dead end.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)

    visible: vm.screen === "missing"

    PageHead {
        id: head

        width: parent.width
        visible: !Theme.tiny
        height: visible ? implicitHeight : 0
        letter: page.vm.letter
        symbol: page.vm.symbol
        over: page.vm.title
        title: page.vm.detail
        hint: page.vm.words.missing_hint ?? ""
        tight: page.tight
    }

    PagedGrid {
        id: list

        anchors.top: head.bottom
        anchors.topMargin: Theme.tiny ? 0 : Theme.gap * (page.tight ? 2 : 3)
        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.gap * 2 + (page.portrait ? why.height + Theme.gap * (page.tight ? 1.5 : 3) : 0)
        width: page.portrait ? parent.width : (parent.width - Theme.gap * 3) * 0.54
        spacing: Theme.gap * 1.2
        model: page.vm.lacking
        mostColumns: 1
        touched: false
        tallestCell: Theme.text * 3.6
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""
        pageLabel: page.vm.words.page ?? ""

        delegate: MissingCard {
            density: list.density
        }
    }

    Column {
        id: why

        anchors.right: parent.right
        y: page.portrait ? Math.min(buttons.y - height - Theme.gap * 2, list.y + (list.pages > 1 ? list.height : list.used) + Theme.gap * (page.tight ? 1.5 : 4)) : list.y
        width: page.portrait ? parent.width : parent.width - list.width - Theme.gap * 3
        spacing: Theme.gap * 1.5

        Words {
            width: parent.width
            text: (page.tight ? page.vm.words.missing_why_short : page.vm.words.missing_why) ?? ""
            size: page.tight ? Theme.small : Theme.body
        }

        Notice {
            width: parent.width
            symbol: "circle-question-mark"
            size: page.tight ? Theme.small : Theme.body
            text: page.vm.fallback ? [page.vm.words.missing_ask, page.vm.fallbackWait + "."].join(" ") : page.vm.words.missing_no_ask ?? ""
        }
    }

    ButtonBar {
        id: buttons

        anchors.bottom: parent.bottom
        width: parent.width

        ActionButton {
            size: Theme.body
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            kind: "secondary"
            symbol: "arrow-left"
            label: (page.tight ? page.vm.words.back : page.vm.words.missing_back) ?? ""
            onTriggered: page.vm.back()
        }

        ActionButton {
            size: Theme.body
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            kind: page.vm.fallback ? "secondary" : "primary"
            label: page.vm.words.done ?? ""
            onTriggered: page.vm.finish()
        }

        ActionButton {
            size: Theme.body
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            visible: page.vm.fallback !== ""
            symbol: "arrow-right"
            symbolLast: true
            label: (page.tight ? page.vm.words.missing_take : page.vm.fallbackText) ?? ""
            onTriggered: page.vm.takeFallback()
        }
    }
}
