pragma ComponentBehavior: Bound

import QtQuick
import ui.theme

// Cards in a grid that always fits: it measures its delegates, takes as few columns as it can, drops secondary lines
// (`density`, which delegates read) and only then turns to pages. Nothing scrolls.
Item {
    id: grid

    property alias model: repeater.model
    property alias delegate: repeater.delegate
    property real minimumCell: Theme.text * 14
    property real tallestCell: Theme.text * 9
    property int mostColumns: 3
    property int densities: 2
    property int density: 0
    property int shown: 0
    property int pages: 1
    readonly property real gap: Math.round(spacing * (density > 1 ? 0.6 : 1))
    property real spacing: Theme.gap * 2
    property string previousLabel
    property string nextLabel
    // Such as "Page {n} of {pages}".
    property string pageLabel
    property bool arranging: false
    property int perPage: 1
    // The height that the cells of one page take.
    property real used: 0

    function arrange() {
        if (width <= 0 || height <= 0 || repeater.count === 0)
            return;
        arranging = true;
        const widest = Math.max(1, Math.min(mostColumns, Math.floor((width + gap) / (minimumCell + gap))));
        const plan = onePage(widest) || manyPages(widest);
        density = plan.density;
        pages = Math.ceil(repeater.count / (plan.columns * plan.rows));
        shown = Math.min(shown, pages - 1);
        place(plan);
        arranging = false;
    }

    function onePage(widest: int): var {
        for (let level = 0; level < densities; level++) {
            for (let columns = 1; columns <= widest; columns++) {
                const rows = Math.ceil(repeater.count / columns);
                const tall = tallest(level, columns);
                if (rows * (tall + gap) - gap <= height)
                    return {
                        "density": level,
                        "columns": columns,
                        "rows": rows,
                        "room": height
                    };
            }
        }
        return null;
    }

    // The fewest pages; of those the one with the most said, then with the fewest columns.
    function manyPages(widest: int): var {
        const room = height - pager.height - gap;
        let best = null;
        for (let level = 0; level < densities; level++) {
            for (let columns = 1; columns <= widest; columns++) {
                const rows = Math.floor((room + gap) / (tallest(level, columns) + gap));
                const count = rows > 0 ? Math.ceil(repeater.count / (columns * rows)) : Infinity;
                if (best === null || count < best.count)
                    best = {
                        "density": level,
                        "columns": columns,
                        "rows": Math.max(1, rows),
                        "room": room,
                        "count": count
                    };
            }
        }
        return best;
    }

    function cellWidth(columns: int): real {
        return Math.floor((width - (columns - 1) * gap) / columns);
    }

    function tallest(level: int, columns: int): real {
        density = level;
        let tall = Theme.touch ? Theme.target : 0;
        for (let i = 0; i < repeater.count; i++) {
            const item = repeater.itemAt(i);
            item.width = cellWidth(columns);
            tall = Math.max(tall, item.implicitHeight);
        }
        return Math.ceil(tall);
    }

    function place(plan: var) {
        const tall = tallest(plan.density, plan.columns);
        const share = Math.floor((plan.room - (plan.rows - 1) * gap) / plan.rows);
        const high = Math.min(share, Math.max(tall, tallestCell));
        used = plan.rows * (high + gap) - gap;
        perPage = plan.columns * plan.rows;
        for (let i = 0; i < repeater.count; i++) {
            const item = repeater.itemAt(i);
            const cell = i % perPage;
            item.x = (cell % plan.columns) * (cellWidth(plan.columns) + gap);
            item.y = Math.floor(cell / plan.columns) * (high + gap);
            item.height = high;
        }
        turn();
    }

    function turn() {
        for (let i = 0; i < repeater.count; i++) {
            const item = repeater.itemAt(i);
            if (item)
                item.visible = Math.floor(i / perPage) === shown;
        }
    }

    function nudge() {
        if (!arranging)
            Qt.callLater(arrange);
    }

    onWidthChanged: nudge()
    onHeightChanged: nudge()
    onMinimumCellChanged: nudge()
    onSpacingChanged: nudge()
    onShownChanged: turn()
    onVisibleChanged: {
        shown = 0;
        nudge();
    }

    Repeater {
        id: repeater

        onCountChanged: grid.nudge()
        onItemAdded: (index, item) => {
            item.implicitHeightChanged.connect(grid.nudge);
            grid.nudge();
        }
    }

    Item {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.button
        visible: grid.pages > 1

        ActionButton {
            id: earlier

            width: Math.min(implicitWidth, later.visible ? (parent.width - grid.gap) / 2 : parent.width)
            height: parent.height
            kind: "secondary"
            padding: Theme.gap * 1.5
            symbol: "chevron-left"
            size: Theme.body
            label: grid.previousLabel
            visible: grid.shown > 0
            onTriggered: grid.shown -= 1
        }

        Words {
            anchors.centerIn: parent
            visible: implicitWidth + 2 * Math.max(earlier.implicitWidth, later.implicitWidth) + 2 * grid.gap <= parent.width
            wrapMode: Text.NoWrap
            text: grid.pageLabel.replace("{n}", String(grid.shown + 1)).replace("{pages}", String(grid.pages))
            size: Theme.small
            color: Theme.soft
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
        }

        ActionButton {
            id: later

            anchors.right: parent.right
            width: Math.min(implicitWidth, earlier.visible ? (parent.width - grid.gap) / 2 : parent.width)
            height: parent.height
            kind: "secondary"
            padding: Theme.gap * 1.5
            symbol: "chevron-right"
            symbolLast: true
            size: Theme.body
            label: grid.nextLabel
            visible: grid.shown < grid.pages - 1
            onTriggered: grid.shown += 1
        }
    }
}
