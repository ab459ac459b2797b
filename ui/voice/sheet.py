"""The list of clips to record, to be printed: a colleague reads it aloud within an hour. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from kiosk.wording.localized import language_name
from kiosk.wording.translate import translate


def recording_sheet(words: Mapping[str, str], language: str) -> str:
    """A page of HTML: the file of each clip, its words, and a box to tick."""
    said = "en" if language not in ("id", "en") else language
    title = translate("voice.sheet.title", said, name=language_name(language))
    hints = "".join(
        f"<li>{escape(translate(f'voice.sheet.{key}', said))}</li>" for key in ("room", "voice", "file", "check")
    )
    rows = "".join(
        f"<tr><td>{n}<td class=words>{escape(text)}<td><code>{escape(name)}.wav</code><td>&#9744;</tr>"
        for n, (name, text) in enumerate(words.items(), start=1)
    )
    return f"""<!doctype html>
<html lang="{escape(said)}"><meta charset="utf-8"><title>{escape(title)}</title>
<style>
body {{ font: 12pt sans-serif; margin: 12mm }} table {{ border-collapse: collapse; width: 100% }}
td {{ border-bottom: 1px solid #999; padding: 1.5mm 3mm }} .words {{ font-size: 15pt; font-weight: bold }}
tr {{ break-inside: avoid }}
</style>
<h1>{escape(title)}</h1><ul>{hints}</ul><table>{rows}</table></html>
"""
