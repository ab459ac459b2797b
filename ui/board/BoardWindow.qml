pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.board.models

// A television at ten metres: sizes go by the screen, capitals of the called number are 27.4 % of its height.
Window {
    id: window

    required property BoardModel vm
    property bool moving: true
    readonly property string missed: [vm.labels.missed, vm.seconds.missed].filter(words => words !== "").join(" / ") + ":  " + vm.missed
    readonly property bool upright: height > width
    readonly property bool compact: !upright && (vm.line !== "" || vm.missed !== "")
    readonly property real capital: unit * (upright ? 235 : 296)
    readonly property bool roomForWaiting: upright || (vm.picture === "" && header.implicitHeight + hero.least + earlier.implicitHeight + waiting.implicitHeight + foot.implicitHeight + line.implicitHeight + Theme.gap * 7.6 <= height)
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

    ColumnLayout {
        anchors.fill: parent
        visible: window.vm.page === "calls" || window.vm.page === "idle"
        spacing: 0

        BoardHeader {
            id: header

            Layout.fillWidth: true
            vm: window.vm
            upright: window.upright
            compact: window.compact
        }

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.margins: Theme.gap * 1.5
            spacing: Theme.gap * 1.5

            CallHero {
                id: hero

                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: window.vm.page === "calls" && !slide.visible
                vm: window.vm
                upright: window.upright
                capital: window.capital
            }

            IdleHero {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: window.vm.page === "idle" && !slide.visible
                vm: window.vm
                upright: window.upright
            }

            Slide {
                id: slide

                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: window.vm.picture !== ""
                source: window.vm.picture
                onFailed: window.vm.pictureFailed()
            }

            EarlierStrip {
                id: earlier

                Layout.fillWidth: true
                Layout.fillHeight: false
                visible: window.vm.page === "calls" && window.vm.earlier.count > 0
                calls: window.vm.earlier
                room: window.width - Theme.gap * 3
                upright: window.upright
                compact: window.compact
            }

            WaitingStrip {
                id: waiting

                Layout.fillWidth: true
                Layout.fillHeight: false
                Layout.preferredHeight: window.roomForWaiting ? -1 : 0
                Layout.maximumHeight: window.roomForWaiting ? Number.POSITIVE_INFINITY : 0
                opacity: window.roomForWaiting ? 1 : 0
                visible: window.vm.waiting.count > 0
                compact: window.compact
                counts: window.vm.waiting
                waitingWord: window.vm.labels.waiting.toLowerCase()
                upright: window.upright
            }
        }

        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: foot.implicitHeight + Theme.gap * 1.6
            visible: window.vm.missed !== "" || !window.vm.online
            color: window.vm.online ? Theme.sunken : Theme.badTint

            Fact {
                id: foot

                anchors.left: parent.left
                anchors.leftMargin: Theme.gap * 3
                anchors.verticalCenter: parent.verticalCenter
                symbol: window.vm.online ? "user-round-x" : "wifi-off"
                text: window.vm.online ? window.missed : window.vm.labels.lost
                size: window.vm.online ? Theme.body : Theme.title
                tint: window.vm.online ? Theme.ink : Theme.bad
                room: window.width - Theme.gap * 6
            }
        }

        RunningLine {
            id: line

            Layout.fillWidth: true
            visible: window.vm.line !== ""
            text: window.vm.line
            moving: window.moving && visible
        }
    }
}
