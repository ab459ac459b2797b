import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// Whose screen this is, and what time the office has.
Rectangle {
    id: header

    required property VisitorModel vm
    property real margin
    property real lowered
    readonly property real inner: Math.max(names.height, clock.height, Theme.tiny ? 0 : emblem.height)

    height: Math.max(lowered, natural)
    readonly property real natural: inner + Theme.gap * (Theme.height > Theme.width ? 5 : Theme.tiny ? 0.8 : Theme.low ? 2 : 3)
    // A small screen has no room for a heading below.
    readonly property string heading: vm.screen === "home" ? vm.words.choose_service ?? "" : vm.screen === "papers" ? vm.title : vm.screen === "missing" ? vm.detail : vm.place

    color: Theme.band

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line * 2
        visible: Theme.highContrast
        color: Theme.edge
    }

    Item {
        y: Math.round((Math.min(parent.height, header.natural * 1.6) - height) / 2)
        x: header.margin
        width: parent.width - 2 * header.margin
        height: header.inner

        Rectangle {
            id: emblem

            anchors.verticalCenter: parent.verticalCenter
            width: Math.round(Theme.text * (Theme.low || Theme.narrow ? 2 : 2.7))
            height: width
            visible: !Theme.tiny
            radius: width / 2
            color: Theme.bandTile
            border.width: Theme.line
            border.color: Theme.bandSoft

            Icon {
                anchors.centerIn: parent
                name: "landmark"
                tint: Theme.bandText
                size: Math.round(emblem.width * 0.56)
            }
        }

        Column {
            id: names

            anchors.left: Theme.tiny ? parent.left : emblem.right
            anchors.leftMargin: Theme.tiny ? 0 : Theme.gap * 2
            anchors.right: clock.left
            anchors.rightMargin: Theme.gap * 3
            anchors.verticalCenter: parent.verticalCenter

            Words {
                width: parent.width
                text: Theme.tiny ? header.heading : header.vm.place
                size: Theme.low || Theme.narrow ? Theme.body : Theme.title
                font.weight: Font.Bold
                color: Theme.bandText
                lineHeight: 0.95
                Accessible.role: Accessible.Heading
            }

            Words {
                width: parent.width
                visible: !Theme.tiny && !(Theme.largeText && (Theme.low || Theme.width < Theme.text * 36))
                text: header.vm.office
                size: Theme.small
                color: Theme.bandSoft
                lineHeight: 0.95
            }
        }

        Column {
            id: clock

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter

            Row {
                anchors.right: parent.right
                spacing: Theme.gap * 1.5

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: header.vm.simulated !== ""
                    width: badge.width + Theme.gap * 3
                    height: badge.height + Theme.gap * 0.8
                    radius: height / 2
                    color: "#ffd166"

                    Words {
                        id: badge

                        anchors.centerIn: parent
                        text: header.vm.simulated
                        size: Theme.small
                        color: "#3d2a00"
                        wrapMode: Text.NoWrap
                        font.weight: Font.Bold
                    }
                }

                Numerals {
                    text: header.vm.time
                    tabular: false
                    size: Theme.tiny ? Theme.title : Theme.heading
                    color: Theme.bandText
                }
            }

            Words {
                anchors.right: parent.right
                visible: !Theme.tiny && Theme.width >= Theme.text * 36
                text: header.vm.date
                size: Theme.small
                color: Theme.bandSoft
                wrapMode: Text.NoWrap
                lineHeight: 0.95
            }
        }
    }
}
