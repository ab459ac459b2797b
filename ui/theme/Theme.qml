pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

// Design tokens. A window binds the first block; everything else follows. Lengths are pixels unless the name says mm.
QtObject {
    id: theme

    // What the window and its visitor decide.
    property real width: 1080
    property real height: 1920
    property real pixelsPerMm: 3.6
    property real density: 1
    property bool touch: true
    property bool largeText: false
    property bool highContrast: false
    property bool moving: true
    property color brand: "#0b3d91"

    // Lengths. `capital` is the height of a capital of the text font, as a share of its size. A touch target is 20 mm; text never has capitals below 4.8 mm on a touch screen.
    readonly property real capital: 0.74
    readonly property real target: Math.ceil(20 * pixelsPerMm)
    readonly property real smallest: touch ? Math.ceil(4.8 * pixelsPerMm / capital) : 13 * density
    readonly property real shortSide: Math.min(width, height)
    readonly property real plain: Math.max(smallest, touch ? shortSide / 40 : 0)
    // A screen that holds few lines of plain text cannot hold much larger ones.
    readonly property real text: Math.round(plain * (largeText ? (tiny ? 1.1 : 1.3) : 1))
    // Where lines must be few: a low screen, a narrow one, large text.
    readonly property bool low: height < text * 31
    // A small screen near the eyes: headings move into the header, the aids are symbols.
    readonly property bool tiny: touch && height < plain * 24
    readonly property bool narrow: width < text * 30
    readonly property real gap: Math.round(Math.max(touch ? 2 * pixelsPerMm : 6 * density, touch ? shortSide / 135 : 0))
    readonly property real small: text
    readonly property real body: Math.round(text * 1.12)
    readonly property real title: Math.round(text * 1.32)
    readonly property real heading: Math.round(text * 1.75)
    readonly property real display: Math.round(text * 2.3)
    readonly property real button: Math.max(target, Math.round(text * 2.5))
    readonly property real radius: Math.round(gap * 2)
    readonly property real line: Math.max(1, Math.round(pixelsPerMm * 0.4))
    readonly property real ring: Math.max(2, Math.round(pixelsPerMm * 0.9))
    readonly property real icon: Math.round(text * 1.2)
    readonly property int motion: moving ? 160 : 0

    readonly property string sans: "Plus Jakarta Sans"
    readonly property string numerals: "Antrean Numerals"

    // Colours, by their role. High contrast is yellow and white on black.
    readonly property color page: highContrast ? "#000000" : "#f3f6fb"
    readonly property color surface: highContrast ? "#000000" : "#ffffff"
    readonly property color sunken: highContrast ? "#000000" : "#e9eef6"
    readonly property color ink: highContrast ? "#ffffff" : "#0f172a"
    readonly property color soft: highContrast ? "#ffffff" : "#475569"
    readonly property color edge: highContrast ? "#ffffff" : "#d5deea"
    // Of what can be touched: 3.6 to 1 on white.
    readonly property color touchEdge: highContrast ? "#ffffff" : "#7488ae"
    readonly property color strongEdge: highContrast ? "#ffffff" : "#64748b"
    readonly property color shade: highContrast ? "#000000" : "#e3e9f2"
    readonly property color accent: highContrast ? "#ffe500" : brand
    readonly property color accentText: highContrast ? "#000000" : "#ffffff"
    readonly property color accentPressed: highContrast ? "#fff7a8" : Qt.darker(brand, 1.35)
    readonly property color accentTint: highContrast ? "#000000" : mix(brand, "#ffffff", 0.09)
    readonly property color accentTintPressed: highContrast ? "#333300" : mix(brand, "#ffffff", 0.18)
    readonly property color band: highContrast ? "#000000" : brand
    readonly property color bandText: "#ffffff"
    readonly property color bandSoft: highContrast ? "#ffffff" : mix("#ffffff", brand, 0.86)
    readonly property color bandTile: highContrast ? "#000000" : mix("#ffffff", brand, 0.12)
    readonly property color good: highContrast ? "#ffffff" : "#0b6b4f"
    readonly property color goodTint: highContrast ? "#000000" : "#e2f4ec"
    readonly property color warn: highContrast ? "#ffe500" : "#8a4300"
    readonly property color warnTint: highContrast ? "#000000" : "#fdf0dc"
    readonly property color bad: highContrast ? "#ffe500" : "#a3170f"
    readonly property color badTint: highContrast ? "#000000" : "#fdeae8"
    readonly property color focus: highContrast ? "#00e5ff" : "#b45309"
    readonly property color veil: highContrast ? "#e6000000" : "#b30f172a"

    function mix(over: color, under: color, share: real): color {
        return Qt.rgba(over.r * share + under.r * (1 - share), over.g * share + under.g * (1 - share), over.b * share + under.b * (1 - share), 1);
    }
}
