import QtQuick
import ui.controls
import ui.theme
import ui.visitor.models

// Only when an answer takes its time: most come before anybody could read this.
Rectangle {
    id: busy

    required property VisitorModel vm

    visible: vm.slow
    color: Theme.veil

    Surface {
        anchors.centerIn: parent
        width: words.implicitWidth + Theme.gap * 10
        height: words.implicitHeight + Theme.gap * 8
        raised: false

        Words {
            id: words

            anchors.centerIn: parent
            text: busy.vm.words.wait ?? ""
            size: Theme.heading
            wrapMode: Text.NoWrap
            font.weight: Font.Bold
        }
    }
}
