pragma ComponentBehavior: Bound

import QtQuick
import ui.theme
import ui.visitor.models

Window {
    id: window

    required property VisitorModel vm
    // The screen's diagonal in inches, where the screen itself does not tell or lies; 0 asks the screen.
    property real diagonal: 0
    property real pixelsPerMm: diagonal > 0 ? measured : told > 1.2 && told < 12 ? told : 3.6
    property bool moving: true
    readonly property real told: Screen.pixelDensity
    readonly property real measured: Math.hypot(Screen.width, Screen.height) / (diagonal * 25.4)

    width: 1080
    height: 1920
    visible: true
    color: Theme.page
    title: vm.windowTitle
    onClosing: close => close.accepted = window.vm.leaving.mayClose()

    Connections {
        target: window.vm.leaving

        function onGranted() {
            window.close();
        }
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

    Binding {
        target: Theme
        property: "pixelsPerMm"
        value: window.pixelsPerMm
    }

    Binding {
        target: Theme
        property: "touch"
        value: true
    }

    Binding {
        target: Theme
        property: "largeText"
        value: window.vm.large
    }

    Binding {
        target: Theme
        property: "highContrast"
        value: window.vm.contrast
    }

    Binding {
        target: Theme
        property: "moving"
        value: window.moving
    }

    Frame {
        anchors.fill: parent
        vm: window.vm
    }
}
