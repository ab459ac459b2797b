import QtQuick
import Antrean.Controls
import Antrean.Theme
import Antrean.Visitor.Models

// What is missing, why it matters, and where to ask: never a dead end.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * 22

    visible: vm.screen === "missing"

    PageHead {
        id: head

        width: parent.width
        letter: page.vm.letter
        over: page.vm.title
        title: page.vm.detail
        hint: page.vm.words.missing_hint ?? ""
        tight: page.tight
    }

    PagedGrid {
        id: list

        anchors.top: head.bottom
        anchors.topMargin: Theme.gap * (page.tight ? 2 : 3)
        anchors.bottom: page.portrait ? why.top : buttons.top
        anchors.bottomMargin: Theme.gap * 2
        width: page.portrait ? parent.width : (parent.width - Theme.gap * 3) * 0.54
        gap: Theme.gap * 1.2
        model: page.vm.lacking
        mostColumns: 1
        tallestCell: Theme.text * 3.6
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""

        delegate: MissingCard {}
    }

    Column {
        id: why

        anchors.right: parent.right
        y: page.portrait ? buttons.y - height - Theme.gap * 3 : list.y
        width: page.portrait ? parent.width : parent.width - list.width - Theme.gap * 3
        spacing: Theme.gap * 1.5

        Words {
            width: parent.width
            text: page.vm.words.missing_why ?? ""
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
            kind: "secondary"
            symbol: "arrow-left"
            label: page.vm.words.missing_back ?? ""
            onTriggered: page.vm.back()
        }

        ActionButton {
            kind: page.vm.fallback ? "secondary" : "primary"
            label: page.vm.words.done ?? ""
            onTriggered: page.vm.finish()
        }

        ActionButton {
            visible: page.vm.fallback !== ""
            size: Theme.body
            symbol: "arrow-right"
            symbolLast: true
            label: page.vm.fallbackText
            onTriggered: page.vm.takeFallback()
        }
    }
}
