import QtQuick
import Antrean.Theme
import Antrean.Controls

// A sheet over a veil. Escape and a tap beside it close it; Tab stays inside.
FocusScope {
    id: sheet

    default property alias content: column.data
    property string title
    signal closed

    Keys.onEscapePressed: closed()
    Accessible.role: Accessible.Dialog
    Accessible.name: title

    Rectangle {
        anchors.fill: parent
        color: Theme.veil

        TapHandler {
            onTapped: sheet.closed()
        }
    }

    Surface {
        anchors.centerIn: parent
        width: Math.min(parent.width - 4 * Theme.gap, Theme.body * 38)
        height: Math.min(parent.height - 4 * Theme.gap, column.implicitHeight + 6 * Theme.gap)
        raised: false

        TapHandler {
            gesturePolicy: TapHandler.WithinBounds
        }

        Flickable {
            anchors.fill: parent
            anchors.margins: Theme.gap * 3
            contentHeight: column.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: contentHeight > height

            Column {
                id: column

                width: parent.width
                spacing: Theme.gap * 1.5

                Words {
                    width: parent.width
                    text: sheet.title
                    size: Theme.heading
                    font.weight: Font.ExtraBold
                }
            }
        }
    }
}
