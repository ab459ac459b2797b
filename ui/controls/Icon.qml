import QtQuick
import ui.theme

// One of assets/icons, drawn at its size in the given colour.
Image {
    id: icon

    property string name
    property color tint: Theme.ink
    property real size: Theme.icon

    width: size
    height: size
    sourceSize: Qt.size(size, size)
    source: name ? "image://icons/" + name + "/" + String(tint).slice(1) : ""
    Accessible.ignored: true
}
