pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.board.models

// A television at ten metres: every length is a share of the screen. Capitals of the called number measure 112 mm or more on a
// 43-inch screen, those of its counter 80 mm. What does not fit at once is shown by turns, never dropped.
Window {
    id: window

    required property BoardModel vm
    property bool moving: true
    readonly property bool upright: height > width
    readonly property real unit: upright ? Math.min(width / 1080, height / 1920) : Math.min(width / 1920, height / 1080)

    width: 1920
    height: 1080
    visible: true
    color: Theme.page
    title: vm.windowTitle

    Binding {
        target: Theme
        property: "touch"
        value: false
    }

    Binding {
        target: Theme
        property: "density"
        value: window.unit * 2.15
    }

    Binding {
        target: Theme
        property: "moving"
        value: window.moving
    }

    Binding {
        target: Theme
        property: "width"
        value: window.width
    }

    Binding {
        target: Theme
        property: "height"
        value: window.height
    }

    Column {
        anchors.centerIn: parent
        width: parent.width * 0.8
        visible: window.vm.page === "connecting" || window.vm.page === "refused"
        spacing: Theme.gap * 2

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: window.vm.page === "refused" ? "shield-x" : "wifi"
            tint: window.vm.page === "refused" ? Theme.bad : Theme.accent
            size: Theme.display * 2
        }

        Bilingual {
            width: parent.width
            text: window.vm.page === "refused" ? window.vm.labels.refused : window.vm.labels.connecting
            second: window.vm.page === "refused" ? window.vm.labels.refused_hint : ""
            size: Theme.heading
            align: Text.AlignHCenter
        }
    }

    Item {
        id: stage

        readonly property bool calls: window.vm.page === "calls"
        readonly property bool pictured: window.vm.picture !== ""
        readonly property bool crowded: window.vm.crowded
        readonly property bool grid: crowded && calls && !pictured
        readonly property real margin: 20 * window.unit
        readonly property real upper: header.height + margin
        readonly property real lower: height - foot.height - (line.visible ? line.height : 0) - margin
        readonly property real low: (window.upright ? 146 : 190) * window.unit
        readonly property bool someoneWaits: window.vm.waitingOf > 0
        readonly property bool someoneMissed: window.vm.missedNumber !== ""
        readonly property bool someoneBefore: calls && window.vm.earlier.count > 0
        // Landscape: what stands at the right of the hero.
        readonly property real aside: !window.upright && (someoneBefore || grid) ? (grid ? 460 : 654) * window.unit : 0
        readonly property real heroWidth: width - 2 * margin - (aside > 0 ? aside + margin : 0)

        anchors.fill: parent
        visible: window.vm.page === "calls" || window.vm.page === "idle"

        BoardHeader {
            id: header

            width: parent.width
            height: (stage.grid && !window.upright ? 80 : 88) * window.unit
            vm: window.vm
            unit: window.unit
            upright: window.upright
        }

        Item {
            id: main

            x: stage.margin
            y: stage.upper
            width: stage.heroWidth
            height: {
                const room = stage.lower - stage.upper;
                if (window.upright)
                    return stage.calls ? (stage.grid ? 606 : 644) * window.unit : room - lowRows * (stage.low + stage.margin);
                if (stage.grid)
                    return 388 * window.unit;
                return room - (waiting.visible || (missed.visible && stage.aside === 0) ? stage.low + stage.margin : 0);
            }

            readonly property int lowRows: (stage.someoneWaits ? 1 : 0) + (stage.someoneMissed ? 1 : 0)

            CallHero {
                anchors.fill: parent
                visible: stage.calls && !stage.pictured
                vm: window.vm
                unit: window.unit
                upright: window.upright
                beside: stage.grid && !window.upright
            }

            IdleHero {
                anchors.fill: parent
                visible: window.vm.page === "idle" && !stage.pictured
                vm: window.vm
                upright: window.upright
            }

            Slide {
                anchors.fill: parent
                visible: stage.pictured
                source: window.vm.picture
                onFailed: window.vm.pictureFailed()
            }
        }

        EarlierList {
            visible: stage.someoneBefore && !stage.grid
            vm: window.vm
            unit: window.unit
            upright: window.upright
            x: window.upright ? stage.margin : main.x + main.width + stage.margin
            y: window.upright ? main.y + main.height + stage.margin : stage.upper
            width: window.upright ? main.width : stage.aside
            height: (window.upright ? (waiting.visible ? waiting.y : missed.visible ? missed.y : stage.lower + stage.margin) : missed.visible ? missed.y : stage.lower + stage.margin) - stage.margin - y
        }

        EarlierGrid {
            visible: stage.grid
            vm: window.vm
            unit: window.unit
            columns: window.upright ? 2 : 4
            x: stage.margin
            y: main.y + main.height + 14 * window.unit
            width: parent.width - 2 * stage.margin
            height: (window.upright ? (waiting.visible ? waiting.y - stage.margin : missed.visible ? missed.y - stage.margin : stage.lower) : stage.lower) - y
        }

        WaitingCard {
            id: waiting

            visible: stage.someoneWaits && !(stage.pictured && !window.upright)
            vm: window.vm
            unit: window.unit
            narrow: stage.grid && !window.upright
            x: narrow ? main.x + main.width + stage.margin : stage.margin
            y: narrow ? stage.upper : window.upright && missed.visible ? missed.y - stage.margin - height : stage.lower - height
            width: narrow ? stage.aside : !window.upright && stage.aside === 0 && missed.visible ? (main.width - stage.margin) * 0.64 : main.width
            height: narrow ? (missed.visible ? (main.height - stage.margin) / 2 : main.height) : stage.low
        }

        MissedCard {
            id: missed

            readonly property bool aside: stage.grid && !window.upright

            visible: stage.someoneMissed
            vm: window.vm
            unit: window.unit
            x: aside || (!window.upright && stage.aside > 0) ? main.x + main.width + stage.margin : !window.upright && waiting.visible ? waiting.x + waiting.width + stage.margin : stage.margin
            y: aside ? (waiting.visible ? waiting.y + waiting.height + stage.margin : stage.upper) : stage.lower - height
            width: stage.aside > 0 ? stage.aside : window.upright || !waiting.visible ? main.width : main.width - waiting.width - stage.margin
            height: aside ? (waiting.visible ? (main.height - stage.margin) / 2 : main.height) : stage.low
        }

        Rectangle {
            id: foot

            y: parent.height - height - (line.visible ? line.height : 0)
            width: parent.width
            height: window.vm.online ? 0 : lost.implicitHeight + 24 * window.unit
            visible: !window.vm.online
            color: Theme.badTint

            Fact {
                id: lost

                x: 40 * window.unit
                anchors.verticalCenter: parent.verticalCenter
                symbol: "wifi-off"
                text: window.vm.labels.lost
                size: 40 * window.unit
                tint: Theme.bad
                room: parent.width - 80 * window.unit
            }
        }

        RunningLine {
            id: line

            y: parent.height - height
            width: parent.width
            visible: window.vm.line !== ""
            text: window.vm.line
            moving: window.moving && visible
        }
    }
}
