import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.counter.models

// The ticket at this counter: its number as large as the room allows, and all that staff should know of it.
Surface {
    id: card

    required property CounterDesk desk
    required property string whyTitle
    required property string priorityWord
    property bool narrow: false
    // The height of the page, which the number shares with everything else.
    property real room: 800
    readonly property bool empty: desk.number === ""

    implicitHeight: Math.max(content.implicitHeight + 4 * Theme.gap, room * 0.18)

    Column {
        anchors.centerIn: parent
        width: parent.width - 4 * Theme.gap
        visible: card.empty
        spacing: Theme.gap * 1.5

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "users"
            tint: Theme.strongEdge
            size: Math.min(Theme.display * 1.2, card.room * 0.07)
        }

        Words {
            width: parent.width
            text: card.desk.idleText
            size: Theme.title
            color: Theme.soft
            horizontalAlignment: Text.AlignHCenter
        }
    }

    ColumnLayout {
        id: content

        visible: !card.empty
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.gap * 2.5
        spacing: Theme.gap

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap * 1.5

            Rectangle {
                Layout.preferredWidth: badge.implicitWidth + Theme.gap * 3
                Layout.preferredHeight: badge.implicitHeight + Theme.gap
                radius: height / 2
                color: card.desk.state === "serving" ? Theme.goodTint : Theme.accentTint
                border.width: Theme.highContrast ? Theme.line * 2 : 0
                border.color: Theme.edge

                Fact {
                    id: badge

                    anchors.centerIn: parent
                    symbol: card.desk.state === "serving" ? "play" : "megaphone"
                    text: card.desk.stateText
                    size: Theme.body
                    tint: card.desk.state === "serving" ? Theme.good : Theme.accent
                }
            }

            Words {
                Layout.fillWidth: true
                text: card.desk.state === "called" ? card.desk.calls : ""
                color: Theme.soft
            }

            Numerals {
                text: card.desk.elapsed
                size: Theme.heading
                color: Theme.ink
            }
        }

        Numerals {
            Layout.fillWidth: true
            Layout.preferredHeight: implicitHeight * 0.86
            text: card.desk.number
            size: Math.min(card.width * 0.21, Math.max(Theme.display * 1.5, card.room * (card.narrow || Theme.largeText ? 0.13 : 0.175)))
            font.weight: Font.ExtraBold
            color: Theme.accent
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }

        Words {
            Layout.fillWidth: true
            text: card.desk.service
            size: Theme.title
            font.weight: Font.Bold
            horizontalAlignment: Text.AlignHCenter
        }

        Words {
            Layout.fillWidth: true
            Layout.topMargin: -Theme.gap * 0.6
            visible: text !== ""
            text: card.desk.stage
            size: Theme.body
            color: Theme.soft
            horizontalAlignment: Text.AlignHCenter
        }

        Grid {
            Layout.alignment: Qt.AlignHCenter
            columns: priority.implicitWidth + waited.implicitWidth + columnSpacing > content.width ? 1 : 2
            columnSpacing: Theme.gap * 2
            rowSpacing: Theme.gap * 0.5
            horizontalItemAlignment: Grid.AlignHCenter

            Fact {
                id: priority

                visible: card.desk.priority
                symbol: "heart-handshake"
                text: card.priorityWord
                size: Theme.body
                tint: Theme.accent
            }

            Fact {
                id: waited

                room: content.width
                symbol: card.desk.late ? "clock-alert" : "hourglass"
                text: card.desk.waited
                size: Theme.body
                tint: card.desk.late ? Theme.bad : Theme.soft
            }
        }

        Perforation {
            Layout.fillWidth: true
            Layout.leftMargin: -Theme.gap * 2.5
            Layout.rightMargin: -Theme.gap * 2.5
            visible: card.desk.why !== "" || card.desk.flag !== ""
        }

        Words {
            Layout.fillWidth: true
            visible: card.desk.why !== "" && !card.narrow && !Theme.largeText
            text: card.whyTitle
            size: Theme.small
            font.weight: Font.Bold
            color: Theme.soft
        }

        Words {
            Layout.fillWidth: true
            visible: text !== ""
            text: card.desk.why
            size: Theme.body
        }

        Notice {
            Layout.fillWidth: true
            visible: text !== ""
            tone: "warn"
            symbol: "eye-off"
            text: card.desk.flag
            size: Theme.body
        }
    }
}
