import QtQuick
import ui.theme

// A picture of the office's between two calls, whole, as large as there is room.
Rectangle {
    id: slide

    property url source

    signal failed

    radius: Theme.radius * 1.4
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.edge

    Image {
        anchors.fill: parent
        anchors.margins: Theme.gap
        source: slide.source
        sourceSize.width: Math.max(1, Math.floor(width))
        sourceSize.height: Math.max(1, Math.floor(height))
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        autoTransform: true
        cache: false
        retainWhileLoading: true

        onStatusChanged: if (status === Image.Error)
            slide.failed()
    }
}
