pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// Which kind of application it is: its papers differ.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)

    visible: vm.screen === "kinds"

    PageHead {
        id: head

        width: parent.width
        letter: page.vm.letter
        over: page.vm.title
        title: page.tight ? page.vm.title : page.vm.words.kinds_title ?? ""
        hint: page.vm.words.kinds_hint ?? ""
        tight: page.tight
    }

    PagedGrid {
        id: grid

        anchors.top: head.bottom
        anchors.topMargin: Theme.gap * (page.tight ? 2 : 4)
        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.gap * 2
        width: parent.width
        model: page.vm.kinds
        mostColumns: page.portrait ? 1 : 2
        tallestCell: Theme.text * 4.6
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""
        pageLabel: page.vm.words.page ?? ""

        delegate: KindCard {
            onTriggered: page.vm.choose(checklist)
        }
    }

    ButtonBar {
        id: buttons

        anchors.bottom: parent.bottom
        width: parent.width

        ActionButton {
            padding: Theme.gap * (page.tight ? 1.8 : 3)
            size: page.tight ? Theme.body : Theme.title
            kind: "secondary"
            symbol: "arrow-left"
            label: page.vm.words.back ?? ""
            onTriggered: page.vm.back()
        }
    }
}
