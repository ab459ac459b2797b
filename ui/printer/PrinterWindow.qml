pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.printer.models

// A printer to learn with: its paper on the left, everything that can be the matter on the right.
Window {
    id: window

    required property PrinterModel vm

    width: 960
    height: 780
    minimumWidth: 760
    minimumHeight: 660
    visible: true
    color: Theme.page
    title: window.vm.labels["title"]

    Binding {
        target: Theme
        property: "touch"
        value: false
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

    LanguageBar {
        id: bar

        anchors.left: parent.left
        anchors.right: parent.right
        vm: window.vm
    }

    PaperPath {
        anchors.left: parent.left
        anchors.right: board.left
        anchors.rightMargin: Theme.gap * 2.5
        anchors.top: bar.bottom
        anchors.bottom: parent.bottom
        vm: window.vm
    }

    Switchboard {
        id: board

        anchors.right: parent.right
        anchors.top: bar.bottom
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gap * 2.5
        width: Math.min(440, window.width * 0.46)
        vm: window.vm
    }
}
