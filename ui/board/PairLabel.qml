import QtQuick
import ui.theme
import ui.controls

// A label in two languages on one line: the first bold, the second beside it and lighter. Where the line is too short, the first alone.
Item {
    id: pair

    property string text
    property string second
    property real size: Theme.body
    property color ink: Theme.ink
    property color quiet: Theme.soft

    implicitWidth: first.implicitWidth + (other.visible ? other.implicitWidth + size * 0.35 : 0)
    implicitHeight: first.implicitHeight
    height: implicitHeight

    Words {
        id: first

        width: Math.min(implicitWidth, pair.width)
        text: pair.text
        size: pair.size
        font.weight: Font.Bold
        color: pair.ink
        wrapMode: Text.NoWrap
    }

    Words {
        id: other

        x: first.implicitWidth + pair.size * 0.35
        visible: text !== "" && text !== pair.text && x + implicitWidth <= pair.width
        text: pair.second
        size: pair.size
        color: pair.quiet
        wrapMode: Text.NoWrap
    }
}
