"""``antrean print profiles``: what each known printer can do."""

from __future__ import annotations

from typing import Any

import click

from kiosk.cli.help import command
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import CommonOptions, common_options
from kiosk.wording.translate import translate


@command()
@click.argument("word", default="")
@LANGUAGE
@common_options("config", "json")
def profiles(options: CommonOptions, word: str, lang: str | None) -> None:
    """List the printers that a URL may name with ?profile=, and what each can do. WORD: only those that contain it."""
    from tabulate import tabulate

    language = lang or options.office_language()
    found = [row for row in _rows() if word.lower() in f"{row['profile']} {row['vendor']} {row['note']}".lower()]
    yes, no, unknown = (translate(f"printer.profiles.{key}", language) for key in ("yes", "no", "asked"))

    def text() -> str:
        shown = [
            {
                translate("printer.profiles.profile", language): row["profile"],
                translate("printer.profiles.vendor", language): row["vendor"],
                "mm": row["paper_mm"],
                translate("printer.profiles.dots", language): row["dots"],
                translate("printer.profiles.columns", language): row["columns"],
                translate("printer.profiles.cut", language): row["cut"],
                "QR": unknown if row["native_qr"] is None else yes if row["native_qr"] else no,
                translate("printer.profiles.pages", language): row["code_pages"],
                translate("printer.profiles.note", language): row["note"],
            }
            for row in found
        ]
        return tabulate(shown, headers="keys") + "\n\n" + translate("printer.profiles.hint", language)

    options.print(found, text)


def _rows() -> list[dict[str, Any]]:
    """Our own first, then python-escpos' database, each as a printer of its own paper has it."""
    from printers.profile import OWN_PROFILES, find_profile
    from printers.profile import profiles as known

    found: list[dict[str, Any]] = []
    for name in (*OWN_PROFILES, *sorted(known())):
        profile, own = find_profile(name), OWN_PROFILES.get(name)
        data = known()[profile.name]
        found.append(
            {
                "profile": name,
                "vendor": own.vendor if own else data["vendor"],
                "paper_mm": profile.paper_mm,
                "dots": profile.dots,
                "columns": profile.columns,
                "cut": profile.cut,
                "native_qr": profile.native_qr,
                "code_pages": len(data["codePages"]),
                "note": own.note if own else data["name"],
            }
        )
    return found
