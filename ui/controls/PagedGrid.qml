pragma ComponentBehavior: Bound

import QtQuick
import ui.theme

// Cards in a grid that always fits: it measures its delegates, takes as few columns as it can, drops secondary lines
// (`density`, which delegates read), gives each row the height that it needs, and only then turns to pages. Nothing scrolls.
// A delegate with `wide` takes a row; one with `told` cannot be touched and may be lower than a target.
Item {
    id: grid

    property alias model: repeater.model
    property alias delegate: repeater.delegate
    property real minimumCell: Theme.text * 14
    property real tallestCell: Theme.text * 9
    property int mostColumns: 3
    // The cells can be touched: none is lower than a target.
    property bool touched: true
    // Rather one column with less said than two with more.
    property bool fewColumns: false
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
    // The least height in which all cells stand on one page.
    property real least: 0
    // The least height in which one cell and the buttons that turn the page stand.
    property real leastPaged: 0

    function arrange() {
        if (width <= 0 || height <= 0 || repeater.count === 0)
            return;
        arranging = true;
        const widest = Math.max(1, Math.min(mostColumns, Math.floor((width + gap) / (minimumCell + gap))));
        const plan = onePage(widest) || manyPages(widest);
        const onOne = leastHeight(widest);
        const onMany = tallest(densities - 1, widest) + gap + Theme.button;
        density = plan.density;
        pages = plan.whole ? 1 : Math.ceil(repeater.count / (plan.columns * plan.rows));
        shown = Math.min(shown, pages - 1);
        place(plan);
        arranging = false;
        least = onOne;
        leastPaged = onMany;
    }

    // All that can be tried, the best first: few columns or much said, as the grid prefers.
    function layouts(widest: int): var {
        const found = [];
        for (let level = 0; level < densities; level++) {
            for (let columns = 1; columns <= widest; columns++)
                found.push({
                    "level": level,
                    "columns": columns
                });
        }
        return fewColumns ? found.sort((a, b) => a.columns - b.columns || a.level - b.level) : found;
    }

    function onePage(widest: int): var {
        for (const tried of layouts(widest)) {
            const rows = rowHeights(tried.level, tried.columns);
            const even = Math.max(...rows);
            const fits = rows.length * (even + gap) - gap <= height;
            if (fits || total(rows) <= height)
                return {
                    "density": tried.level,
                    "columns": tried.columns,
                    "rows": rows.length,
                    "heights": fits ? null : rows,
                    "whole": true,
                    "room": height
                };
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
                        "heights": null,
                        "whole": false,
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

    // Of the cells of one size.
    function tallest(level: int, columns: int): real {
        density = level;
        let tall = lowest();
        for (let i = 0; i < repeater.count; i++) {
            const item = repeater.itemAt(i);
            item.width = cellWidth(columns);
            tall = Math.max(tall, Math.ceil(item.implicitHeight));
        }
        return tall;
    }

    function lowest(): real {
        return touched && Theme.touch ? Theme.target : 0;
    }

    // Row and column of each cell on a single page: one that asks for it, or is alone in its row, takes the whole row.
    function cells(columns: int): var {
        const found = [];
        let row = 0;
        let column = 0;
        for (let i = 0; i < repeater.count; i++) {
            const wide = isWide(i);
            if (column > 0 && (wide || column === columns)) {
                row++;
                column = 0;
            }
            const alone = wide || (column === 0 && (i + 1 === repeater.count || isWide(i + 1)));
            found.push({
                "row": row,
                "column": column,
                "whole": alone
            });
            column = alone ? columns : column + 1;
        }
        return found;
    }

    function isWide(i: int): bool {
        return repeater.itemAt(i)?.wide === true;
    }

    // What each row of a single page needs.
    function rowHeights(level: int, columns: int): var {
        density = level;
        const rows = [];
        cells(columns).forEach((cell, i) => {
            const item = repeater.itemAt(i);
            item.width = cell.whole ? width : cellWidth(columns);
            const least = item.told === true ? 0 : lowest();
            rows[cell.row] = Math.max(rows[cell.row] ?? least, Math.ceil(item.implicitHeight));
        });
        return rows;
    }

    function total(rows: var): real {
        return rows.reduce((sum, high) => sum + high + gap, -gap);
    }

    function leastHeight(widest: int): real {
        let found = Infinity;
        for (let columns = 1; columns <= widest; columns++)
            found = Math.min(found, total(rowHeights(densities - 1, columns)));
        return found;
    }

    function place(plan: var) {
        const tall = plan.whole ? Math.max(...rowHeights(plan.density, plan.columns)) : tallest(plan.density, plan.columns);
        const share = Math.floor((plan.room - (plan.rows - 1) * gap) / plan.rows);
        const even = Math.min(share, Math.max(tall, tallestCell));
        const spare = plan.heights ? Math.floor((plan.room - total(plan.heights)) / plan.rows) : 0;
        const highs = plan.heights ? plan.heights.map(high => high + spare) : Array(plan.rows).fill(even);
        const tops = highs.map((_, row) => highs.slice(0, row).reduce((sum, high) => sum + high + gap, 0));
        const whole = plan.whole ? cells(plan.columns) : null;
        used = total(highs);
        perPage = plan.whole ? repeater.count : plan.columns * plan.rows;
        for (let i = 0; i < repeater.count; i++) {
            const item = repeater.itemAt(i);
            const row = whole ? whole[i].row : Math.floor((i % perPage) / plan.columns);
            const column = whole ? whole[i].column : (i % perPage) % plan.columns;
            item.x = column * (cellWidth(plan.columns) + gap);
            item.y = tops[row];
            item.height = highs[row];
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
