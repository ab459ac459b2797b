pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls

// Numbers that did not come, or are on hold, and the way back where the office allows it.
Column {
    id: missed

    required property QtObject rows
    required property string none
    required property string giveBack
    property int most: 6
    readonly property bool some: repeater.count > 0
    signal returned(string ticket)

    spacing: Theme.gap * 0.6

    Words {
        visible: !missed.some
        width: parent.width
        text: missed.none
        color: Theme.soft
    }

    Repeater {
        id: repeater

        model: missed.rows

        Rectangle {
            id: row

            required property int index
            required property string ticket
            required property string number
            required property string service
            required property string when
            required property bool mayReturn

            visible: index < missed.most
            width: missed.width
            implicitHeight: Math.max(back.visible ? back.implicitHeight + Theme.gap : 0, numeral.implicitHeight + Theme.gap * 1.4, moment.implicitHeight + Theme.gap * 1.4)
            radius: Theme.radius * 0.6
            color: Theme.surface
            border.width: Theme.line
            border.color: Theme.edge

            Numerals {
                id: numeral

                anchors.verticalCenter: parent.verticalCenter
                x: Theme.gap * 1.5
                text: row.number
                size: Theme.body
            }

            Words {
                id: moment

                anchors.verticalCenter: parent.verticalCenter
                anchors.left: numeral.right
                anchors.right: back.visible ? back.left : parent.right
                anchors.margins: Theme.gap * 1.5
                text: row.when
                size: Theme.small
                color: Theme.soft
            }

            ActionTile {
                id: back

                anchors.right: parent.right
                anchors.rightMargin: Theme.gap * 0.5
                anchors.verticalCenter: parent.verticalCenter
                visible: row.mayReturn
                width: implicitWidth
                implicitHeight: Theme.body * 2.2
                symbol: "undo-2"
                label: missed.giveBack
                onTriggered: missed.returned(row.ticket)
            }
        }
    }
}
