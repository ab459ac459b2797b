pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// The day in figures, every number accounted for.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property CounterAsk ask: vm.ask
    readonly property CounterReport report: vm.report

    title: ask.title
    widest: Theme.body * 50
    onClosed: vm.cancel()

    Keys.onPressed: event => {
        event.accepted = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
        if (event.accepted && !event.isAutoRepeat)
            vm.confirm();
    }

    Item {
        focus: true
    }

    Words {
        width: parent.width
        text: sheet.ask.hint
        color: Theme.soft
    }

    Notice {
        width: parent.width
        visible: text !== ""
        tone: sheet.ask.good ? "good" : "warn"
        symbol: sheet.ask.good ? "circle-check" : "triangle-alert"
        text: sheet.ask.note
    }

    Notice {
        width: parent.width
        visible: sheet.report.sentences.length > 0
        tone: sheet.report.accounted ? "good" : "bad"
        symbol: sheet.report.accounted ? "circle-check" : "triangle-alert"
        text: sheet.report.sentences[0] ?? ""
    }

    Repeater {
        model: sheet.report.figures

        FigureRow {
            width: parent.width
            labels: sheet.vm.frame.labels
            narrow: sheet.width < 640
        }
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: sheet.report.sentences.slice(1).join(" ")
        size: Theme.small
        color: Theme.soft
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: sheet.report.chain
        size: Theme.small
        color: Theme.soft
    }

    Flow {
        width: parent.width
        layoutDirection: Qt.RightToLeft
        spacing: Theme.gap * 1.5

        ActionButton {
            visible: sheet.ask.confirmLabel !== ""
            kind: "primary"
            enabled: sheet.ask.mayConfirm
            symbol: "calendar-check"
            label: sheet.ask.confirmLabel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.vm.confirm()
        }

        ActionButton {
            kind: "secondary"
            label: sheet.vm.frame.labels.cancel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.vm.cancel()
        }
    }
}
