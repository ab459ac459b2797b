pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui.theme
import ui.controls
import ui.pairing.models

// A window that has no server: which one, and the code that lets it in.
Window {
    id: window

    required property PairingModel vm
    readonly property bool wide: width > height * 1.15 && width >= 900
    readonly property real margin: Theme.gap * 3

    width: 480
    height: 900
    minimumWidth: 340
    minimumHeight: 480
    visible: true
    color: Theme.page
    title: vm.title

    Binding {
        target: Theme
        property: "touch"
        value: false
    }

    Binding {
        target: Theme
        property: "density"
        value: Math.max(0.9, Math.min(2.4, window.wide ? Math.min(window.width / 1050, window.height / 620) : Math.min(window.width / 430, window.height / 860)))
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

    FocusScope {
        anchors.fill: parent
        focus: true

        Keys.onPressed: event => {
            event.accepted = true;
            if (event.key === Qt.Key_Backspace)
                window.vm.erase();
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                window.vm.connectNow();
            else if (event.text !== "" && event.key !== Qt.Key_Tab && event.key !== Qt.Key_Escape)
                window.vm.type(event.text);
            else
                event.accepted = false;
        }

        Rectangle {
            id: header

            width: parent.width
            height: titles.implicitHeight + 2 * Theme.gap
            color: Theme.band

            RowLayout {
                id: titles

                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                anchors.leftMargin: window.margin
                anchors.rightMargin: window.margin
                spacing: Theme.gap * 1.5

                Words {
                    Layout.fillWidth: true
                    text: "Antrean"
                    size: Theme.title
                    font.weight: Font.Bold
                    color: Theme.bandText
                }

                Repeater {
                    model: window.vm.languages

                    Tappable {
                        id: language

                        required property string modelData

                        label: modelData.toUpperCase()
                        checkable: true
                        checked: modelData === window.vm.language
                        implicitWidth: code.implicitWidth + Theme.gap * 2.4
                        implicitHeight: Theme.body * 2.2
                        onTriggered: window.vm.setLanguage(modelData)

                        Rectangle {
                            anchors.fill: parent
                            radius: Theme.radius * 0.6
                            color: language.checked ? Theme.bandText : "transparent"
                            border.width: Theme.line
                            border.color: Theme.bandSoft
                        }

                        Words {
                            id: code

                            anchors.centerIn: parent
                            text: language.label
                            size: Theme.small
                            font.weight: Font.Bold
                            wrapMode: Text.NoWrap
                            color: language.checked ? Theme.band : Theme.bandText
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }

        Item {
            id: keys

            focus: true
        }

        Flickable {
            anchors.top: header.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            contentHeight: Math.max(height, sheet.implicitHeight + 2 * window.margin)
            boundsBehavior: Flickable.StopAtBounds
            clip: true

            GridLayout {
                id: sheet

                anchors.horizontalCenter: parent.horizontalCenter
                y: Math.max(window.margin, (parent.height - implicitHeight) * 0.4)
                width: Math.min(parent.width - 2 * window.margin, Theme.body * (window.wide ? 62 : 30))
                columns: window.wide ? 2 : 1
                columnSpacing: Theme.gap * 6
                rowSpacing: Theme.gap * 2.5
                uniformCellWidths: window.wide

                ColumnLayout {
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignTop
                    spacing: Theme.gap * 2

                    Words {
                        Layout.fillWidth: true
                        text: window.vm.title
                        size: Theme.heading
                        font.weight: Font.ExtraBold
                    }

                    Notice {
                        Layout.fillWidth: true
                        visible: text !== ""
                        tone: "warn"
                        symbol: "shield-x"
                        text: window.vm.note
                    }

                    Words {
                        Layout.fillWidth: true
                        text: window.vm.hint
                        color: Theme.soft
                    }

                    ServerList {
                        Layout.fillWidth: true
                        vm: window.vm
                        onDone: keys.forceActiveFocus()
                    }
                }

                CodeEntry {
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignTop
                    vm: window.vm
                }
            }
        }
    }
}
