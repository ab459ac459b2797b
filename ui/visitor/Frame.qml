import QtQuick
import ui.theme
import ui.visitor.models

// Header, page and dock. The pages are built once and shown by turns.
Item {
    id: frame

    required property VisitorModel vm
    readonly property bool portrait: height > width
    // Low reach pushes everything into the lower part, where a seated visitor's hand comes; as far as the page still has its room.
    readonly property real lowered: vm.low ? Math.max(0, height - Math.max(height * 0.62, 240 * Theme.pixelsPerMm, dock.height + Theme.text * 41)) : 0
    readonly property real margin: Math.round(Theme.gap * (portrait ? 5 : Theme.tiny ? 1.6 : 4))

    Item {
        id: stage

        anchors.fill: parent
        visible: !frame.vm.speech
        enabled: frame.vm.stillLeft === 0 && !frame.vm.leaving.shown

        Header {
            id: header

            width: parent.width
            vm: frame.vm
            margin: frame.margin
            lowered: frame.lowered
        }

        Item {
            id: pages

            anchors.top: header.bottom
            anchors.bottom: dock.top
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: frame.margin
            anchors.topMargin: Theme.gap * (frame.portrait ? 4 : Theme.tiny ? 1 : 2.5)
            anchors.bottomMargin: Theme.gap * (frame.portrait ? 4 : Theme.tiny ? 1 : 2.5)

            HomePage {
                anchors.fill: parent
                vm: frame.vm
            }

            PapersPage {
                anchors.fill: parent
                vm: frame.vm
            }

            MissingPage {
                anchors.fill: parent
                vm: frame.vm
            }

            NumberPage {
                anchors.fill: parent
                vm: frame.vm
            }

            StatusPages {
                anchors.fill: parent
                vm: frame.vm
            }
        }

        Dock {
            id: dock

            anchors.bottom: parent.bottom
            width: parent.width
            vm: frame.vm
            margin: frame.margin
            portrait: frame.portrait
        }
    }

    SpeechPage {
        anchors.fill: parent
        vm: frame.vm
        margin: frame.margin
    }

    Busy {
        anchors.fill: parent
        vm: frame.vm
    }

    StillThere {
        anchors.fill: parent
        vm: frame.vm
    }

    LeaveSheet {
        anchors.fill: parent
        vm: frame.vm
    }

    Item {
        anchors.fill: parent

        PointHandler {
            onActiveChanged: {
                if (active && frame.vm.stillLeft === 0)
                    frame.vm.touch();
            }
        }
    }
}
