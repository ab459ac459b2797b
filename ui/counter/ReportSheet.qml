pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// The day in figures, every number accounted for.
Sheet {
    id: sheet

    required property CounterModel vm
    readonly property CounterSheet question: vm.sheet
    readonly property CounterReport report: vm.report

    title: question.title
    widest: Theme.body * 50
    onClosed: question.cancel()

    Keys.onPressed: event => {
        event.accepted = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
        if (event.accepted && !event.isAutoRepeat)
            question.confirm();
    }

    Item {
        focus: true
    }

    Words {
        width: parent.width
        text: sheet.question.hint
        color: Theme.soft
    }

    Notice {
        width: parent.width
        visible: text !== ""
        tone: sheet.question.good ? "good" : "warn"
        symbol: sheet.question.good ? "circle-check" : "triangle-alert"
        text: sheet.question.note
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
            visible: sheet.question.confirmLabel !== ""
            kind: "primary"
            enabled: sheet.question.mayConfirm
            symbol: "calendar-check"
            label: sheet.question.confirmLabel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.question.confirm()
        }

        ActionButton {
            kind: "secondary"
            label: sheet.vm.frame.labels.cancel
            size: Theme.body
            implicitHeight: Theme.body * 3
            onTriggered: sheet.question.cancel()
        }
    }
}
