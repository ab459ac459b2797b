import QtQuick
import ui.theme
import ui.controls

// The same in two languages: the office's first above, the second below and quieter.
Column {
    id: pair

    property string text
    property string second
    property real size: Theme.title
    property real quietSize: Math.max(Theme.small, size * 0.72)
    property int weight: Font.Bold
    property color ink: Theme.ink
    property color quiet: Theme.soft
    property int align: Text.AlignLeft

    spacing: 0

    Words {
        width: pair.width > 0 ? pair.width : implicitWidth
        text: pair.text
        size: pair.size
        font.weight: pair.weight
        color: pair.ink
        horizontalAlignment: pair.align
    }

    Words {
        width: pair.width > 0 ? pair.width : implicitWidth
        visible: text !== "" && text !== pair.text
        text: pair.second
        size: pair.quietSize
        color: pair.quiet
        horizontalAlignment: pair.align
    }
}
