/** Text as no terminal likes it: what a log, a profile or a guest might hold. */

const ESC = '\x1b'

export function hostileLines(): string[] {
  return [
    `${ESC}[2J${ESC}[H${ESC}[31mthe screen cleared, the cursor at home`,
    `${ESC}[10;10Hfar away ${ESC}[5A up ${ESC}[999C right ${ESC}[1K`,
    `${ESC}]0;another title\x07${ESC}]8;;https://example.org${ESC}\\a link${ESC}]8;;${ESC}\\`,
    `${ESC}[?1049l${ESC}[?25h${ESC}c${ESC}#8 left the alternate screen, reset, aligned`,
    `${ESC}P1$r0m${ESC}\\ device control ${ESC}_application${ESC}\\ ${ESC}[6n${ESC}[c asks the terminal`,
    `${ESC}[1;5r${ESC}[?6h scroll region ${ESC}[4h ${ESC}(0 line drawing ${ESC}[`,
    '\x9b2J\x9d0;title\x9c eight-bit controls \x84\x85\x8d',
    '\x07\x08\x08\x08\x0b\x0c\x0e\x0f bell, backspaces, tabs\t\t\tdown, shift out',
    'over\rwritten\rthrice\r\r',
    String.fromCharCode(...Array.from({ length: 256 }, (_, index) => (index === 10 ? 32 : index))),
    '漢字かなカナ한글'.repeat(30),
    'wide at the edge '.repeat(3) + '｜'.repeat(60),
    'e\u0301a\u0308\u0323o\u20dd'.repeat(20) + 'Z\u0351\u036b\u0343\u0301\u0302\u0303\u0304'.repeat(20),
    '\u202eright to left\u202c \u2066isolated\u2069 العربية עברית',
    'zero\u200b\u200c\u200d\ufeff\u2060\u00adwidth \u034f\u115f\u3164',
    '👩‍👩‍👧‍👦 👍🏽 🇩🇪 ☺️ ☺ ❤️ 🏴‍☠️ 1️⃣'.repeat(6),
    '\ud800 half a character \udfff',
    '\ufffe\uffff\u{10ffff}\ue000 nobody’s characters\u2028a line\u2029a paragraph',
    'x'.repeat(100_000),
    `${'─│┼█▌'.repeat(40)}`,
    'क्षि ක්‍ෂ ﷽ ꧅ 𒐫 ⸻ between',
  ]
}

/** All of it as one output, and a harmless last line. */
export function hostileText(): string {
  return `${hostileLines().join('\n')}\nthe last line\n`
}
