pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)

    visible: vm.screen === "home"

    Item {
        id: greeting

        width: parent.width
        height: page.portrait ? titles.height + hours.height + Theme.gap * 1.5 : Math.max(titles.height, hours.height)

        Column {
            id: titles

            width: page.portrait ? parent.width : parent.width - hours.width - Theme.gap * 3

            Words {
                width: parent.width
                text: page.vm.words.choose_service ?? ""
                size: page.tight ? Theme.heading : Theme.display
                font.weight: Font.ExtraBold
                lineHeight: 0.95
                Accessible.role: Accessible.Heading
            }

            Words {
                width: parent.width
                visible: !page.tight || page.vm.paperNotice !== ""
                text: page.vm.paperNotice || (page.vm.words.choose_service_hint ?? "")
                color: page.vm.paperNotice ? Theme.warn : Theme.soft
            }
        }

        Fact {
            id: hours

            x: page.portrait ? 0 : parent.width - width
            y: parent.height - height - (page.portrait ? 0 : Theme.gap * 0.6)
            symbol: "clock"
            text: page.vm.hours
            size: page.tight ? Theme.small : Theme.body
            tint: Theme.accent
            room: page.portrait ? page.width : page.width * (page.tight ? 0.5 : 0.45)
        }
    }

    PagedGrid {
        id: grid

        anchors.top: greeting.bottom
        anchors.topMargin: Theme.gap * (page.tight ? 1.5 : 3)
        anchors.bottom: parent.bottom
        width: parent.width
        model: page.vm.services
        mostColumns: page.portrait ? 2 : 3
        tallestCell: Theme.text * (page.portrait ? 9.5 : 12)
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""
        pageLabel: page.vm.words.page ?? ""

        densities: 3

        delegate: ServiceCard {
            density: grid.density
            onTriggered: page.vm.pick(service)
        }
    }
}
