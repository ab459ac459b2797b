import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// The number, as large as the screen allows, on a ticket with its QR; what it means; and home by itself.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)
    readonly property bool stacked: portrait && !tight
    readonly property real pad: Math.round(Theme.gap * (tight ? 2 : 4))

    visible: vm.screen === "number"

    Surface {
        id: ticket

        width: parent.width
        anchors.top: parent.top
        anchors.bottom: paper.top
        anchors.bottomMargin: Theme.gap * (page.tight ? 1.5 : 2.5)
        radius: Theme.radius * 1.5

        Item {
            id: face

            x: page.pad
            y: page.pad
            width: page.portrait ? parent.width - 2 * page.pad : code.x - page.pad * 2 - tear.width / 2
            height: page.portrait ? code.y - page.pad * 2.4 - tear.height / 2 : parent.height - 2 * page.pad

            Words {
                id: over

                width: parent.width
                visible: !Theme.tiny && !(page.tight && Theme.largeText)
                text: page.vm.numberTitle
                size: page.tight ? Theme.body : Theme.title
                color: Theme.soft
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
            }

            Numerals {
                anchors.top: over.visible ? over.bottom : parent.top
                anchors.bottom: facts.top
                width: parent.width
                text: page.vm.number
                size: page.height
                fontSizeMode: Text.Fit
                minimumPixelSize: Theme.tiny || (page.tight && Theme.largeText) ? Theme.title : Theme.display
                color: Theme.accent
                font.weight: Font.ExtraBold
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                Accessible.role: Accessible.Heading
                Accessible.name: page.vm.numberTitle + " " + page.vm.number
            }

            Column {
                id: facts

                anchors.bottom: parent.bottom
                width: parent.width
                spacing: Theme.gap * (page.tight ? 0.6 : 1.2)

                Words {
                    width: parent.width
                    visible: !(page.tight && Theme.largeText)
                    text: page.vm.title
                    size: page.tight ? Theme.title : Theme.heading
                    font.weight: Font.Bold
                    horizontalAlignment: Text.AlignHCenter
                    lineHeight: 0.95
                }

                Rectangle {
                    id: when

                    readonly property real pad: Theme.gap * (page.tight ? 0.8 : 1.6)
                    readonly property bool timed: page.vm.called !== ""

                    width: parent.width
                    height: pad * 2 + (timed ? label.implicitHeight + clock.implicitHeight : 0) + ahead.implicitHeight
                    radius: Theme.radius
                    color: Theme.highContrast ? "#000000" : Theme.accent
                    border.width: Theme.highContrast ? Theme.line * 2 : 0
                    border.color: Theme.edge

                    Words {
                        id: label

                        y: when.pad
                        width: parent.width
                        visible: when.timed
                        text: page.vm.calledLabel
                        size: page.tight ? Theme.small : Theme.body
                        color: "#ffffff"
                        horizontalAlignment: Text.AlignHCenter
                        lineHeight: 0.95
                    }

                    Numerals {
                        id: clock

                        y: label.y + label.implicitHeight
                        width: parent.width
                        visible: when.timed
                        text: page.vm.called
                        size: Math.min(page.tight ? Theme.heading : Theme.display * 1.4, width / 7)
                        color: Theme.highContrast ? Theme.accent : "#ffffff"
                        font.weight: Font.ExtraBold
                        horizontalAlignment: Text.AlignHCenter
                    }

                    Words {
                        id: ahead

                        y: parent.height - implicitHeight - when.pad
                        width: parent.width
                        text: page.vm.ahead
                        size: page.tight ? Theme.small : Theme.body
                        color: "#ffffff"
                        font.weight: Font.DemiBold
                        horizontalAlignment: Text.AlignHCenter
                        lineHeight: 0.95
                    }
                }
            }
        }

        Perforation {
            id: tear

            upright: !page.portrait
            x: upright ? code.x - page.pad - width / 2 : 0
            y: upright ? 0 : code.y - page.pad * 0.8 - height / 2
            width: upright ? implicitWidth : parent.width
            height: upright ? parent.height : implicitHeight
        }

        Item {
            id: code

            readonly property real side: page.portrait ? Math.min(ticket.width * 0.42, ticket.height * 0.29) : Math.min(width, ticket.height - 2 * page.pad - scan.implicitHeight - Theme.gap)

            width: page.portrait ? ticket.width - 2 * page.pad : Math.max(ticket.width * 0.3, Theme.text * 8.5)
            height: page.portrait ? side + Theme.gap + scan.implicitHeight : ticket.height - 2 * page.pad
            x: parent.width - width - page.pad
            y: parent.height - height - page.pad * (page.portrait ? 0.8 : 1)

            QrCode {
                id: symbol

                anchors.horizontalCenter: parent.horizontalCenter
                y: page.portrait ? 0 : Math.max(0, (parent.height - height - scan.height - Theme.gap) / 2)
                text: page.vm.qr
                available: code.side
            }

            Words {
                id: scan

                anchors.top: symbol.bottom
                anchors.topMargin: Theme.gap
                width: parent.width
                text: page.vm.qrCaption
                size: Theme.small
                color: Theme.soft
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 0.95
            }
        }
    }

    Notice {
        id: paper

        readonly property string outcome: page.vm.paper

        anchors.bottom: next.visible ? next.top : foot.top
        anchors.bottomMargin: Theme.gap * (page.tight ? 1 : 1.5)
        width: parent.width
        tone: outcome === "printed" ? "good" : outcome === "failed" ? "warn" : "info"
        symbol: outcome === "printed" ? "printer-check" : outcome === "failed" ? "printer-x" : outcome === "none" || outcome === "practice" ? "smartphone" : "printer"
        size: page.tight ? Theme.small : Theme.body
        text: page.vm.paperText
    }

    Words {
        id: next

        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.gap * 2
        width: parent.width
        visible: !page.tight
        text: page.vm.words.number_next ?? ""
        color: Theme.soft
        horizontalAlignment: Text.AlignHCenter
    }

    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: below ? back.height + Theme.gap * 1.5 + done.height : Math.max(back.height, done.height)

        readonly property bool below: page.stacked || (page.portrait && copy.visible)
        readonly property real half: (width - Theme.gap * 2) / 2

        Column {
            id: back

            y: foot.below ? 0 : (parent.height - height) / 2
            width: foot.below ? parent.width : (copy.visible ? copy.x : done.x) - Theme.gap * 3
            spacing: Theme.gap * 0.8

            Words {
                width: parent.width
                visible: page.stacked || !foot.below
                text: page.vm.returns
                size: Theme.small
                color: Theme.soft
                font.weight: Font.DemiBold
                horizontalAlignment: page.stacked ? Text.AlignHCenter : Text.AlignLeft
            }

            Rectangle {
                width: parent.width
                height: Theme.gap * 0.7
                radius: height / 2
                color: Theme.highContrast ? "#404040" : Theme.sunken

                Rectangle {
                    width: parent.width * page.vm.returnShare
                    height: parent.height
                    radius: height / 2
                    color: Theme.accent
                }
            }
        }

        ActionButton {
            id: copy

            anchors.right: done.left
            anchors.rightMargin: Theme.gap * 2
            anchors.bottom: parent.bottom
            visible: page.vm.copyOffered
            width: foot.below ? foot.half : implicitWidth
            height: done.height
            kind: "secondary"
            symbol: "printer"
            size: page.tight ? Theme.body : Theme.title
            label: page.vm.words.print_again ?? ""
            onTriggered: page.vm.copy()
        }

        ActionButton {
            id: done

            anchors.right: parent.right
            anchors.bottom: parent.bottom
            width: foot.below ? (copy.visible ? foot.half : parent.width) : Math.max(implicitWidth, page.width * (copy.visible ? 0.22 : 0.3))
            symbol: "check"
            label: page.vm.words.done ?? ""
            onTriggered: page.vm.finish()
        }
    }
}
