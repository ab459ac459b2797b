import QtQuick
import ui.controls
import ui.visitor.models

// Everything that says why no number can be had here and now, and what to do instead.
Item {
    id: pages

    required property VisitorModel vm
    readonly property var words: vm.words

    StatusPage {
        anchors.fill: parent
        visible: pages.vm.screen === "closed"
        symbol: "door-closed"
        title: pages.vm.title
        text: pages.vm.reason
        lead: pages.vm.reopens
        figureLabel: pages.vm.detail
        figure: pages.vm.opensIn
        vm: pages.vm
    }

    StatusPage {
        anchors.fill: parent
        visible: pages.vm.screen === "refused"
        symbol: "door-closed"
        letter: pages.vm.letter
        over: pages.vm.title
        title: pages.vm.reason
        lead: pages.vm.reopens
        text: pages.vm.detail
        emptyElsewhere: pages.words.elsewhere_none ?? ""
        vm: pages.vm

        ActionButton {
            symbol: "arrow-left"
            label: pages.words.back ?? ""
            onTriggered: pages.vm.back()
        }
    }

    StatusPage {
        anchors.fill: parent
        visible: pages.vm.screen === "emergency"
        symbol: "triangle-alert"
        tone: "bad"
        title: pages.words.emergency_title ?? ""
        lead: pages.vm.detail
        text: pages.words.emergency_keep ?? ""
        vm: pages.vm
    }

    StatusPage {
        anchors.fill: parent
        visible: pages.vm.screen === "away"
        symbol: "wifi-off"
        title: pages.words.away_title ?? ""
        lead: pages.words.away_ask ?? ""
        text: pages.words.away_text ?? ""
        waiting: true
        vm: pages.vm
    }

    StatusPage {
        anchors.fill: parent
        visible: pages.vm.screen === "paused"
        symbol: "printer-x"
        title: pages.words.paused_title ?? ""
        lead: pages.vm.reason
        text: pages.vm.detail + " " + (pages.words.paused_text ?? "")
        waiting: true
        vm: pages.vm
    }

    StatusPage {
        anchors.fill: parent
        visible: pages.vm.screen === "retry"
        symbol: "wifi-off"
        title: pages.words.retry_title ?? ""
        text: pages.words.retry_text ?? ""
        vm: pages.vm

        ActionButton {
            kind: "secondary"
            label: pages.words.home ?? ""
            onTriggered: pages.vm.finish()
        }

        ActionButton {
            symbol: "rotate-ccw"
            label: pages.words.retry ?? ""
            onTriggered: pages.vm.retry()
        }
    }

    StatusPage {
        anchors.fill: parent
        visible: pages.vm.screen === "help"
        symbol: "bell-ring"
        tone: "good"
        title: pages.vm.title
        text: pages.vm.detail
        vm: pages.vm

        ActionButton {
            symbol: "check"
            label: pages.words.done ?? ""
            onTriggered: pages.vm.finish()
        }
    }
}
