import QtQuick

// A piece of paper: its print, and the margins that no printer reaches.
Rectangle {
    id: slip

    property alias source: printed.source
    property int wide: 1
    property int high: 0
    readonly property real dot: (width - 2 * margin) / wide
    property real margin: width * 0.045

    height: high * dot
    color: "#ffffff"

    Image {
        id: printed

        anchors.horizontalCenter: parent.horizontalCenter
        width: slip.width - 2 * slip.margin
        height: slip.height
        cache: false
        smooth: true
        mipmap: true
    }
}
