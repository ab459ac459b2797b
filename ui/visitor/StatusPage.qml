pragma ComponentBehavior: Bound

import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// A message with a title, an explanation, perhaps a running figure, other places that are open, and buttons.
Item {
    id: page

    required property VisitorModel vm
    property string symbol
    property string tone: "info"
    property string letter
    property string over
    property string title
    property string lead
    property string text
    property string figureLabel
    property string figure
    property string emptyElsewhere
    property bool waiting: false
    default property alias buttons: bar.buttons
    readonly property bool portrait: height > width
    readonly property bool tight: height < Theme.text * (portrait ? 39 : 26)
    readonly property bool places: vm.elsewhere.length > 0 && (vm.screen === "closed" || vm.screen === "refused" || vm.screen === "emergency")
    readonly property bool leading: places || letter !== ""
    readonly property bool sideBySide: places && !portrait
    readonly property color mark: tone === "bad" ? Theme.bad : tone === "good" ? Theme.good : Theme.accent
    readonly property bool hasButtons: bar.shown().length > 0

    Column {
        id: message

        width: page.sideBySide ? (parent.width - Theme.gap * 5) * 0.5 : parent.width
        y: page.leading ? Math.round(page.tight ? 0 : page.portrait ? page.height * 0.05 : page.height * 0.1) : Math.max(0, (bar.y - height) * 0.4)
        spacing: Theme.gap * (page.tight ? 1.5 : 2.5)

        Rectangle {
            id: disc

            visible: page.letter === "" && !Theme.tiny && !(page.tight && Theme.largeText)
            x: page.leading ? 0 : (parent.width - width) / 2
            width: Math.round(Theme.text * (page.tight ? 2.6 : 4.4))
            height: width
            radius: width / 2
            color: page.tone === "bad" ? Theme.badTint : page.tone === "good" ? Theme.goodTint : Theme.accentTint
            border.width: Theme.highContrast ? Theme.line * 2 : 0
            border.color: page.mark

            Icon {
                anchors.centerIn: parent
                name: page.symbol
                tint: page.mark
                size: Math.round(disc.width * 0.52)
            }
        }

        PageHead {
            width: parent.width
            visible: page.letter !== ""
            letter: page.letter
            symbol: page.vm.symbol
            over: page.over
            title: page.title
            tight: page.tight
        }

        Words {
            width: parent.width
            visible: page.letter === ""
            text: page.title
            size: Theme.tiny ? Theme.title : page.tight ? Theme.heading : Theme.display
            font.weight: Font.ExtraBold
            lineHeight: 0.95
            horizontalAlignment: page.leading ? Text.AlignLeft : Text.AlignHCenter
            Accessible.role: Accessible.Heading
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: page.text
            size: Theme.tiny ? Theme.small : page.tight ? Theme.body : Theme.title
            color: Theme.soft
            horizontalAlignment: page.leading ? Text.AlignLeft : Text.AlignHCenter
        }

        Notice {
            width: Math.min(parent.width, implicitWidth)
            x: page.leading ? 0 : (parent.width - width) / 2
            visible: page.lead !== ""
            symbol: page.waiting ? "users" : "calendar-clock"
            tone: page.tone === "bad" ? "warn" : "info"
            size: Theme.tiny ? Theme.small : page.tight ? Theme.body : Theme.title
            text: page.lead
        }

        Row {
            visible: page.figure !== ""
            x: page.leading ? 0 : (parent.width - width) / 2
            spacing: Theme.gap * 2

            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: page.figureLabel
                size: Theme.title
                color: Theme.soft
                wrapMode: Text.NoWrap
            }

            Numerals {
                anchors.verticalCenter: parent.verticalCenter
                text: page.figure
                size: Theme.tiny ? Theme.heading : page.tight ? Theme.display : Theme.display * 1.6
                color: Theme.accent
                font.weight: Font.ExtraBold
            }
        }

        Words {
            width: parent.width
            visible: !page.places && page.emptyElsewhere !== "" && !(Theme.tiny && Theme.largeText)
            text: page.emptyElsewhere
            size: Theme.tiny ? Theme.small : Theme.body
            color: Theme.soft
            horizontalAlignment: page.leading ? Text.AlignLeft : Text.AlignHCenter
        }
    }

    Item {
        id: other

        visible: page.places
        x: page.sideBySide ? parent.width - width : 0
        y: page.sideBySide ? message.y : message.y + message.height + Theme.gap * 6
        width: page.sideBySide ? (parent.width - Theme.gap * 5) * 0.5 : parent.width
        height: (page.hasButtons ? bar.y - Theme.gap * 2 : parent.height) - y

        Words {
            id: heading

            width: parent.width
            text: page.vm.words.elsewhere ?? ""
            size: page.tight ? Theme.body : Theme.title
            font.weight: Font.Bold
        }

        PagedGrid {
            anchors.top: heading.bottom
            anchors.topMargin: Theme.gap * 1.5
            anchors.bottom: parent.bottom
            width: parent.width
            model: page.places ? page.vm.elsewhere : []
            mostColumns: 1
            tallestCell: Theme.text * 5
            spacing: Theme.gap * 1.5
            previousLabel: page.vm.words.previous ?? ""
            nextLabel: page.vm.words.next ?? ""
            pageLabel: page.vm.words.page ?? ""

            delegate: PlaceCard {}
        }
    }

    ButtonBar {
        id: bar

        anchors.bottom: parent.bottom
        width: parent.width
    }
}
