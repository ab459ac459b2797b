pragma ComponentBehavior: Bound

import QtQml
import QtQuick
import ui.theme
import ui.controls
import ui.counter.models

// The officer's window: a narrow strip beside other programs, or the whole screen.
Window {
    id: window

    required property CounterModel vm
    readonly property CounterFrame frame: vm.frame
    readonly property string asked: vm.sheet.question

    width: 420
    height: 900
    minimumWidth: 340
    minimumHeight: 520
    visible: true
    color: Theme.page
    title: frame.windowTitle

    Binding {
        target: Theme
        property: "touch"
        value: false
    }

    Binding {
        target: Theme
        property: "density"
        value: window.width >= 1100 && window.height >= 790 ? 1.2 : window.width < 480 && window.frame.largeText ? 0.9 : 1
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
        property: "largeText"
        value: window.frame.largeText
    }

    onAskedChanged: if (asked === "")
        page.forceActiveFocus()

    Instantiator {
        model: window.vm.keys

        Shortcut {
            required property string name
            required property string key

            sequence: name.startsWith("sheet_") ? "" : key
            autoRepeat: false
            onActivated: window.vm.press(name)
        }
    }

    HeaderBar {
        id: header

        anchors.left: parent.left
        anchors.right: parent.right
        frame: window.frame
        narrow: window.width < 640
        onLanguageChosen: language => window.vm.setLanguage(language)
    }

    Rectangle {
        id: badge

        anchors.top: header.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        height: visible ? words.implicitHeight + Theme.gap : 0
        visible: window.frame.simulated !== ""
        color: Theme.warnTint

        Fact {
            id: words

            anchors.centerIn: parent
            symbol: "clock-alert"
            text: window.frame.simulated
            tint: Theme.warn
        }
    }

    Banners {
        id: banners

        anchors.top: badge.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.gap * 2
        anchors.topMargin: implicitHeight > 0 ? Theme.gap * 1.5 : 0
        frame: window.frame
        onHelped: window.vm.press("help_coming")
        onDecided: window.vm.press("decide")
    }

    FocusScope {
        id: page

        anchors.top: banners.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        focus: true
        enabled: window.asked === ""

        WaitPage {
            anchors.fill: parent
            visible: window.frame.page === "connecting" || window.frame.page === "refused"
            frame: window.frame
        }

        Loader {
            anchors.fill: parent
            focus: active
            active: window.frame.page === "entry"
            sourceComponent: SignInPage {
                focus: true
                vm: window.vm
            }
        }

        Loader {
            anchors.fill: parent
            focus: active
            active: window.frame.page === "desk"
            sourceComponent: DeskPage {
                focus: true
                vm: window.vm
            }
        }
    }

    Loader {
        anchors.fill: parent
        focus: active
        active: window.asked !== ""
        onLoaded: (item as Item).forceActiveFocus()
        sourceComponent: window.asked === "help" ? help : window.asked === "report" ? report : window.asked === "log" ? log : question

        Component {
            id: help

            HelpSheet {
                vm: window.vm
            }
        }

        Component {
            id: report

            ReportSheet {
                vm: window.vm
            }
        }

        Component {
            id: log

            LogSheet {
                vm: window.vm
            }
        }

        Component {
            id: question

            QuestionSheet {
                vm: window.vm
            }
        }
    }
}
