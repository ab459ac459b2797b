import QtQuick
import ui.theme
import ui.controls

// A sheet over a veil. Escape and a tap beside it close it; Tab stays inside, arrows read on.
FocusScope {
    id: sheet

    default property alias content: column.data
    property string title
    property real widest: Theme.body * 38
    signal closed

    Keys.onEscapePressed: closed()
    Keys.onUpPressed: scroll(-1)
    Keys.onDownPressed: scroll(1)
    Accessible.role: Accessible.Dialog
    Accessible.name: title

    function scroll(way: int): void {
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, flick.contentY + way * Theme.body * 4));
    }

    // What Tab has reached is seen.
    function show(item: Item): void {
        const top = item.mapToItem(column, 0, 0).y;
        const room = Theme.gap * 2;
        if (top < flick.contentY)
            flick.contentY = Math.max(0, top - room);
        else if (top + item.height > flick.contentY + flick.height)
            flick.contentY = Math.min(flick.contentHeight - flick.height, top + item.height + room - flick.height);
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.veil

        TapHandler {
            onTapped: sheet.closed()
        }
    }

    Surface {
        anchors.centerIn: parent
        width: Math.min(parent.width - 4 * Theme.gap, sheet.widest)
        height: Math.min(parent.height - 4 * Theme.gap, column.implicitHeight + 6 * Theme.gap)
        raised: false

        TapHandler {
            gesturePolicy: TapHandler.WithinBounds
        }

        Flickable {
            id: flick

            anchors.fill: parent
            anchors.margins: Theme.gap * 3
            contentHeight: column.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            interactive: contentHeight > height
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

        Rectangle {
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            y: flick.y + flick.visibleArea.yPosition * flick.height
            width: Theme.ring
            height: flick.visibleArea.heightRatio * flick.height
            visible: flick.visibleArea.heightRatio < 1
            radius: width / 2
            color: Theme.strongEdge
        }
    }
}
