import QtQuick
import ui.theme

// Buttons at the foot of a page, written from the least to the most important: in one row with the last one filling
// what is left, or, where that is too narrow, the last one across the top and the others below it.
Item {
    id: bar

    default property alias buttons: holder.data
    property real gap: Theme.gap * 2
    // The last one may take two lines before the buttons are stacked.
    property bool wraps: false

    function shown(): var {
        return Array.from(holder.children).filter(b => b.visible && b.implicitWidth > 0);
    }

    function total(items: var): real {
        return items.reduce((sum, b) => sum + Math.ceil(b.implicitWidth) + gap, -gap);
    }

    function row(items: var, y: real, fill: int): real {
        const high = items.reduce((most, b) => Math.max(most, b.implicitHeight), Theme.button);
        const spare = width - total(items);
        let x = 0;
        items.forEach((b, i) => {
            b.x = x;
            b.y = y;
            b.width = Math.ceil(b.implicitWidth) + (fill < 0 ? spare / items.length : i === fill ? spare : 0);
            b.height = high;
            x += b.width + gap;
        });
        return y + high;
    }

    function stack(items: var, top: real): real {
        let y = top;
        for (const b of items) {
            b.x = 0;
            b.y = y;
            b.width = width;
            b.height = Math.max(b.implicitHeight, Theme.button);
            y += b.height + gap;
        }
        return y - gap;
    }

    function arrange() {
        const items = shown();
        if (width <= 0 || items.length === 0)
            return;
        const first = items[items.length - 1];
        const rest = items.slice(0, -1);
        const least = total(items) - (wraps ? first.implicitWidth * 0.45 : 0);
        if (least <= width)
            implicitHeight = row(items, 0, items.length - 1);
        else if (rest.length > 0 && total(rest) <= width)
            implicitHeight = row(rest, stack([first], 0) + gap, -1);
        else
            implicitHeight = stack(items.slice().reverse(), 0);
    }

    function nudge() {
        Qt.callLater(arrange);
    }

    implicitHeight: Theme.button
    height: implicitHeight
    onWidthChanged: nudge()
    onGapChanged: nudge()
    onVisibleChanged: nudge()
    Component.onCompleted: {
        for (const b of Array.from(holder.children)) {
            b.implicitWidthChanged.connect(nudge);
            b.implicitHeightChanged.connect(nudge);
            b.visibleChanged.connect(nudge);
        }
        arrange();
    }

    Item {
        id: holder

        anchors.fill: parent
    }
}
