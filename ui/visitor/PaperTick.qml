import QtQuick
import ui.controls
import ui.theme

// One paper. Those that apply to some people only are told, not asked.
Tappable {
    id: row

    required property string document
    required property string text
    required property bool needed
    required property bool ticked
    property string condition
    property int density: 0
    readonly property bool wide: !needed || (density > 1 && text.length > 48)
    readonly property bool told: !needed
    readonly property bool conditioned: !needed && density < 2
    readonly property real inside: (conditioned ? over.implicitHeight : 0) + words.implicitHeight

    label: needed ? text : condition + ": " + text
    enabled: needed
    checkable: needed
    checked: ticked
    activeFocusOnTab: needed
    implicitHeight: Math.max(needed ? Theme.target : 0, inside + Theme.gap * (density > 1 ? 0.8 : density ? 1.4 : 2.4))

    Surface {
        anchors.fill: parent
        raised: row.needed
        color: !row.needed ? Theme.page : row.ticked ? Theme.goodTint : row.pressed ? Theme.accentTintPressed : Theme.surface
        border.color: row.ticked ? Theme.good : row.needed ? Theme.touchEdge : Theme.edge
    }

    Rectangle {
        id: box

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap * (row.density > 1 ? 1.2 : 2.5)
        width: Math.round(Theme.text * (row.density > 1 ? 1.4 : 1.7))
        height: width
        visible: row.needed
        radius: width * 0.24
        color: row.ticked ? Theme.good : Theme.surface
        border.width: row.ticked ? 0 : Theme.line * 2
        border.color: Theme.strongEdge

        Icon {
            anchors.centerIn: parent
            visible: row.ticked
            name: "check"
            tint: Theme.highContrast ? "#000000" : "#ffffff"
            size: Math.round(box.width * 0.78)
        }
    }

    Icon {
        anchors.centerIn: box
        visible: !row.needed
        name: "circle-question-mark"
        tint: Theme.soft
        size: Theme.text * 1.3
    }

    Words {
        id: over

        x: words.x
        y: words.y - implicitHeight
        visible: row.conditioned
        text: row.condition
        size: Theme.small
        wrapMode: Text.NoWrap
        font.weight: Font.Bold
        color: Theme.soft
        lineHeight: 0.95
        Accessible.ignored: true
    }

    Words {
        id: words

        x: box.x + box.width + Theme.gap * (row.density > 1 ? 1 : 2)
        y: Math.round((row.height - row.inside) / 2 + row.inside - implicitHeight)
        width: row.width - x - Theme.gap * (row.density > 1 ? 0.8 : 2)
        text: row.text
        size: !row.needed || row.density > 1 ? Theme.small : row.density ? Theme.body : Theme.title
        font.weight: row.needed ? Font.DemiBold : Font.Medium
        color: row.needed ? Theme.ink : Theme.soft
        lineHeight: 0.98
        Accessible.ignored: true
    }
}
