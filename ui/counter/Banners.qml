import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.counter.models

// The lines that must not be missed, the gravest first.
Column {
    id: banners

    required property CounterFrame frame
    signal helped
    signal decided

    spacing: Theme.gap

    Notice {
        width: parent.width
        visible: banners.frame.lost !== ""
        tone: "bad"
        symbol: "wifi-off"
        text: banners.frame.lost
    }

    Notice {
        width: parent.width
        visible: banners.frame.stopped !== ""
        tone: "bad"
        symbol: "octagon-alert"
        text: banners.frame.stopped
    }

    GridLayout {
        width: parent.width
        visible: banners.frame.helpCall !== ""
        columns: width < 640 ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap * 0.6

        Notice {
            Layout.fillWidth: true
            Layout.fillHeight: true
            tone: "warn"
            symbol: "hand-helping"
            text: banners.frame.helpCall
        }

        ActionTile {
            Layout.fillWidth: parent.columns === 1
            enabled: banners.frame.online
            symbol: "check"
            label: banners.frame.labels.help_coming
            key: "F8"
            onTriggered: banners.helped()
        }
    }

    Notice {
        width: parent.width
        visible: banners.frame.problem !== "" && banners.frame.page !== "entry"
        tone: "warn"
        symbol: "triangle-alert"
        text: banners.frame.problem
    }

    Notice {
        width: parent.width
        visible: banners.frame.notice !== ""
        tone: "good"
        symbol: "circle-check"
        text: banners.frame.notice
    }

    Notice {
        width: parent.width
        visible: banners.frame.printers !== ""
        tone: "warn"
        symbol: "printer-x"
        text: banners.frame.printers
        size: Theme.small
    }

    GridLayout {
        width: parent.width
        visible: banners.frame.warnings !== ""
        columns: width < 640 || !decide.visible ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap * 0.6

        Notice {
            Layout.fillWidth: true
            Layout.fillHeight: true
            tone: "warn"
            symbol: "calendar-clock"
            text: banners.frame.warnings
            size: Theme.small
        }

        ActionTile {
            id: decide

            Layout.fillWidth: parent.columns === 1
            visible: banners.frame.decide !== ""
            enabled: banners.frame.online
            symbol: "square-check"
            label: banners.frame.decide
            key: "Ctrl+E"
            onTriggered: banners.decided()
        }
    }
}
