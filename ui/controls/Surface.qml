import QtQuick
import ui.theme

// A raised sheet: a hairline and a soft foot instead of a shader's shadow.
Rectangle {
    id: surface

    property bool raised: true

    color: Theme.surface
    radius: Theme.radius
    border.width: Theme.highContrast ? Theme.line * 2 : Theme.line
    border.color: Theme.edge

    Rectangle {
        visible: surface.raised && !Theme.highContrast
        z: -1
        x: Theme.line
        y: Theme.gap * 0.6
        width: surface.width - 2 * Theme.line
        height: surface.height
        radius: surface.radius
        color: Theme.shade
    }
}
