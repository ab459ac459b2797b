import QtQuick

// A QR whose modules are whole pixels, with its quiet zone of four modules; always dark on white, whatever the mode.
Item {
    id: qr

    property string text
    property real available: 100
    readonly property int modules: symbol.implicitWidth
    readonly property int module: modules > 0 ? Math.max(1, Math.floor(available / modules)) : 0

    implicitWidth: module * modules
    implicitHeight: implicitWidth

    Image {
        id: symbol

        anchors.fill: parent
        smooth: false
        source: qr.text ? "image://qr/" + encodeURIComponent(qr.text) : ""
        Accessible.ignored: true
    }
}
