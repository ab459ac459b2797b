import QtQuick
import ui.theme

// The one way to press something: a tap that ends where it began, however long it lasts, or Enter, or Space.
Item {
    id: tappable

    property string label
    property bool checkable: false
    property bool checked: false
    readonly property bool pressed: tap.pressed && enabled
    signal triggered

    activeFocusOnTab: true
    Accessible.role: checkable ? Accessible.CheckBox : Accessible.Button
    Accessible.name: label
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.focusable: true
    Accessible.onPressAction: triggered()

    Keys.onPressed: event => {
        if (event.isAutoRepeat || ![Qt.Key_Return, Qt.Key_Enter, Qt.Key_Space, Qt.Key_Select].includes(event.key))
            return;
        event.accepted = true;
        triggered();
    }

    TapHandler {
        id: tap

        acceptedButtons: Qt.LeftButton
        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onTapped: tappable.triggered()
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.ring * 1.6
        visible: tappable.activeFocus
        color: "transparent"
        radius: Theme.radius + Theme.ring * 1.6
        border.width: Theme.ring
        border.color: Theme.focus
    }
}
