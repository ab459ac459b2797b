pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// The number, as large as the screen allows, and when it is called; the paper; what to do now; the phone; and home by itself.
Item {
    id: page

    required property VisitorModel vm
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)
    readonly property real pad: Math.round(Theme.gap * (tight ? 1.5 : 3))
    readonly property real between: Math.round(Theme.gap * (tight ? 1.2 : 2))
    // One sentence at the foot; on a small screen a paper that did not come out needs the room.
    readonly property bool spoken: !stepped && !(Theme.tiny && vm.copyOffered)
    readonly property bool coded: vm.qr !== ""
    readonly property real sideHigh: height - foot.height - between
    // The number comes first: the three sentences stand where it keeps its size, else one does.
    readonly property real besideSteps: done.implicitHeight + paper.implicitHeight + (coded ? code.portraitRoom + between : 0) + list.rows + pad * 1.4 + 3 * between
    readonly property bool stepped: portrait ? height - besideSteps >= when.height + title.implicitHeight + Theme.text * 9 : height > Theme.text * 29

    visible: vm.screen === "number"

    Surface {
        id: ticket

        width: page.portrait ? parent.width : Math.round((parent.width - page.between) * 0.57)
        height: page.portrait ? parent.height - foot.height - side.total - 2 * page.between : parent.height - (page.stepped ? 0 : foot.height + page.between)
        radius: Theme.radius * 1.5

        Words {
            id: over

            y: page.pad
            width: parent.width
            visible: !page.tight
            text: page.vm.numberTitle
            size: Theme.title
            color: Theme.soft
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
        }

        Numerals {
            anchors.top: over.visible ? over.bottom : parent.top
            anchors.bottom: title.top
            x: page.pad
            width: parent.width - 2 * page.pad
            text: page.vm.number
            size: page.height
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.title
            color: Theme.accent
            font.weight: Font.ExtraBold
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            Accessible.role: Accessible.Heading
            Accessible.name: page.vm.numberTitle + " " + page.vm.number
        }

        Words {
            id: title

            anchors.bottom: when.top
            anchors.bottomMargin: page.tight ? Theme.gap : page.pad
            x: page.pad
            width: parent.width - 2 * page.pad
            text: page.vm.title
            size: Theme.tiny ? Theme.body : page.tight ? Theme.title : Theme.heading
            font.weight: Font.Bold
            horizontalAlignment: Text.AlignHCenter
            lineHeight: 0.95
        }

        Rectangle {
            id: when

            readonly property real pad: Theme.gap * (page.tight ? 0.8 : 2)
            readonly property bool timed: page.vm.called !== ""

            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.line
            x: Theme.line
            width: parent.width - 2 * x
            height: pad * 2 + (timed ? label.implicitHeight + clock.implicitHeight : 0) + ahead.implicitHeight
            bottomLeftRadius: ticket.radius
            bottomRightRadius: ticket.radius
            color: Theme.highContrast ? "#000000" : Theme.accent
            border.width: Theme.highContrast ? Theme.line * 2 : 0
            border.color: Theme.edge

            Words {
                id: label

                x: page.pad
                y: when.pad
                width: parent.width - 2 * x
                visible: when.timed
                text: page.vm.calledLabel.charAt(0).toUpperCase() + page.vm.calledLabel.slice(1)
                size: page.tight ? Theme.small : Theme.title
                color: "#ffffff"
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 0.95
            }

            Numerals {
                id: clock

                y: label.y + label.implicitHeight
                width: parent.width
                visible: when.timed
                text: page.vm.called
                size: Math.min(Theme.tiny ? Theme.heading : page.tight ? Theme.display : Theme.display * 1.6, width / 7)
                color: Theme.highContrast ? Theme.accent : "#ffffff"
                font.weight: Font.ExtraBold
                horizontalAlignment: Text.AlignHCenter
            }

            Words {
                id: ahead

                x: page.pad
                y: parent.height - implicitHeight - when.pad
                width: parent.width - 2 * x
                text: page.vm.ahead
                size: page.tight ? Theme.small : Theme.body
                color: "#ffffff"
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 0.95
            }
        }
    }

    Item {
        id: side

        readonly property real total: paper.implicitHeight + (page.stepped ? steps.height + page.between : 0) + (page.coded ? code.portraitRoom + page.between : 0)

        x: page.portrait ? 0 : ticket.width + page.between
        y: page.portrait ? ticket.height + page.between : 0
        width: page.portrait ? parent.width : parent.width - x
        height: page.portrait ? total : page.sideHigh

        Notice {
            id: paper

            readonly property string outcome: page.vm.paper

            width: parent.width
            height: implicitHeight
            tone: outcome === "printed" ? "good" : outcome === "failed" ? "warn" : "info"
            symbol: outcome === "printed" ? "printer-check" : outcome === "failed" ? "printer-x" : outcome === "none" || outcome === "practice" ? "smartphone" : "printer"
            size: page.tight ? Theme.small : Theme.body
            text: page.vm.paperText
        }

        Surface {
            id: steps

            y: paper.implicitHeight + page.between
            width: parent.width
            height: list.rows + page.pad * (page.portrait ? 1.4 : 0.8)
            visible: page.stepped
            raised: false

            Item {
                id: list

                readonly property real rows: page.vm.steps.length * Theme.text * (page.portrait ? 3.1 : 2.6)

                x: page.pad
                y: Math.round((steps.height - rows) / 2)
                width: parent.width - 2 * page.pad

                Repeater {
                    model: page.vm.steps

                    StepRow {
                        required property int index

                        y: index * height
                        width: list.width
                        height: list.rows / page.vm.steps.length
                        first: index === 0
                    }
                }
            }
        }

        Surface {
            id: code

            readonly property real portraitRoom: Math.min(Theme.text * 9.5, page.height * 0.21)
            readonly property real room: page.portrait ? portraitRoom : page.sideHigh - y
            readonly property bool beside: page.portrait || room - 2 * page.pad < width * 0.55
            readonly property real available: beside ? Math.min(room - 2 * page.pad, (width - 3 * page.pad) * 0.46) : Math.min(width - 2 * page.pad, room - 2 * page.pad - Theme.small * 2.2 - Theme.gap)

            y: paper.implicitHeight + page.between + (page.stepped ? steps.height + page.between : 0)
            width: parent.width
            height: room
            visible: page.coded
            raised: false

            QrCode {
                id: symbol

                x: code.beside ? page.pad : Math.round((parent.width - width) / 2)
                y: code.beside ? Math.round((parent.height - height) / 2) : Math.max(page.pad, Math.round((parent.height - height - Theme.gap - scan.implicitHeight) / 2))
                text: page.vm.qr
                available: code.available
            }

            Words {
                id: scan

                x: code.beside ? symbol.x + symbol.width + page.pad : page.pad
                y: code.beside ? Math.round((parent.height - implicitHeight - more.room) / 2) : symbol.y + symbol.height + Theme.gap
                width: parent.width - x - page.pad
                visible: page.portrait || code.room > Theme.text * 6
                text: page.vm.qrCaption
                size: page.tight || !page.portrait ? Theme.small : Theme.title
                font.weight: Font.Bold
                horizontalAlignment: code.beside ? Text.AlignLeft : Text.AlignHCenter
                lineHeight: 0.95
            }

            Words {
                id: more

                readonly property real room: visible ? implicitHeight + Theme.gap : 0

                x: scan.x
                y: scan.y + scan.implicitHeight + Theme.gap
                width: scan.width
                visible: code.beside && page.stepped && text !== ""
                text: page.vm.qrHint
                size: Theme.small
                color: Theme.soft
                lineHeight: 0.98
            }
        }
    }

    Item {
        id: foot

        readonly property bool below: page.portrait && page.spoken
        readonly property real half: (width - Theme.gap * 2) / 2

        readonly property bool halved: page.portrait || page.stepped

        anchors.bottom: parent.bottom
        x: page.stepped && !page.portrait ? side.x : 0
        width: parent.width - x
        height: below ? next.implicitHeight + page.between + done.height : Math.max(done.height, page.spoken ? next.implicitHeight : 0)

        Fact {
            id: next

            y: foot.below ? 0 : Math.round((parent.height - height) / 2)
            width: room
            height: implicitHeight
            visible: page.spoken
            symbol: "bell-ring"
            text: page.vm.words.number_next ?? ""
            tint: Theme.ink
            room: foot.below ? parent.width : (copy.visible ? copy.x : done.x) - Theme.gap * 2
        }

        ActionButton {
            id: copy

            anchors.right: done.left
            anchors.rightMargin: Theme.gap * 2
            anchors.bottom: parent.bottom
            visible: page.vm.copyOffered
            width: foot.halved ? foot.half : implicitWidth
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
            width: foot.halved ? (copy.visible ? foot.half : parent.width) : Math.max(implicitWidth, page.width * (copy.visible ? 0.22 : 0.3))
            symbol: "check"
            label: page.vm.words.done ?? ""
            note: page.vm.returnSeconds
            share: page.vm.returnShare
            Accessible.description: page.vm.returns
            onTriggered: page.vm.finish()
        }
    }
}
