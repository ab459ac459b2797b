pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// What can be had here: one card a service that gives numbers; those that give none are small, at the foot.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)
    readonly property int closedCount: vm.closedServices.count
    readonly property int closedColumns: Math.max(1, Math.min(closedCount, width < Theme.text * 22 ? 1 : width > Theme.text * 50 ? 3 : 2))
    readonly property int closedRows: Math.ceil(closedCount / closedColumns)
    // A card that can be touched, above the buttons that turn the page.
    readonly property real leastClosed: Theme.target + Theme.button + Theme.gap
    readonly property real closedWish: closedRows * (Math.max(Theme.target, Theme.text * 4.4) + Theme.gap) - Theme.gap
    readonly property real closedShare: closed.least <= height * 0.66 ? Math.max(closed.least, Math.min(closedWish, height * 0.4)) : Math.max(leastClosed, height * 0.4)
    readonly property real openLeast: vm.services.count === 0 ? 0 : Math.min(grid.least, grid.leastPaged) + grid.y + Theme.gap * (tight ? 1 : 2)
    readonly property real closedHeight: closedCount === 0 ? 0 : Math.max(leastClosed, Math.min(closedShare, height - openLeast))

    visible: vm.screen === "home"

    Item {
        id: greeting

        readonly property bool one: titles.implicitWidth + hours.implicitWidth + Theme.gap * 3 <= width

        width: parent.width
        height: Theme.tiny ? (page.vm.paperNotice ? hours.implicitHeight : 0) : one ? Math.max(titles.implicitHeight, hours.implicitHeight) : titles.implicitHeight + hours.implicitHeight
        visible: !Theme.tiny || page.vm.paperNotice !== ""

        Words {
            id: titles

            width: Math.min(implicitWidth, parent.width)
            visible: !Theme.tiny
            text: page.vm.words.choose_service ?? ""
            size: page.tight ? Theme.heading : Theme.display
            font.weight: Font.ExtraBold
            lineHeight: 0.95
            Accessible.role: Accessible.Heading
        }

        Fact {
            id: hours

            x: greeting.one && !Theme.tiny ? parent.width - width : 0
            y: parent.height - height - (greeting.one ? Theme.gap * 0.6 : 0)
            width: implicitWidth
            height: implicitHeight
            symbol: page.vm.paperNotice ? "printer" : "clock"
            text: page.vm.paperNotice || page.vm.hours
            size: page.tight ? Theme.small : Theme.body
            tint: page.vm.paperNotice ? Theme.warn : Theme.accent
            room: page.width
        }
    }

    PagedGrid {
        id: grid

        anchors.top: greeting.bottom
        anchors.topMargin: Theme.tiny ? 0 : Theme.gap * (page.tight ? 1 : 2)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.closedCount > 0 ? page.closedHeight + Theme.gap * (page.tight ? 1 : 2) : 0
        width: parent.width
        model: page.vm.services
        spacing: Theme.gap * (page.tight ? 1.2 : 2)
        mostColumns: page.portrait ? 2 : 3
        tallestCell: Theme.text * (page.portrait ? 15 : 9)
        densities: 3
        fewColumns: true
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""
        pageLabel: page.vm.words.page ?? ""

        delegate: ServiceCard {
            density: grid.density
            upright: page.portrait
            calledLabel: page.vm.calledLabel
            onTriggered: page.vm.pick(service)
        }
    }

    PagedGrid {
        id: closed

        y: Math.min(page.height - height, grid.y + (grid.pages > 1 ? grid.height : grid.used) + Theme.gap * (page.tight ? 1 : 2))
        width: parent.width
        height: page.closedHeight
        visible: page.closedCount > 0
        model: page.vm.closedServices
        spacing: Theme.gap
        minimumCell: (width - (page.closedColumns - 1) * gap) / page.closedColumns - 4
        mostColumns: page.closedColumns
        tallestCell: Theme.text * 3.4
        previousLabel: page.vm.words.previous ?? ""
        nextLabel: page.vm.words.next ?? ""
        pageLabel: page.vm.words.page ?? ""

        delegate: ClosedCard {
            density: closed.density
            onTriggered: page.vm.pick(service)
        }
    }
}
