"""Times of day as clerks write them: ``HH:MM``, ``HH:MM-HH:MM``, ``mon-thu``."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kiosk.rules.model import WEEKDAYS, Hours, Weekday
from kiosk.rules.problems import Said, SlipError

DAY_MINUTES: Final = 24 * 60
LAST_MINUTE: Final = 2 * DAY_MINUTES
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})")
_STRETCH = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")
_OTHER_WEEKDAYS: Final[dict[str, Weekday]] = {
    **dict.fromkeys(("senin", "sen", "monday", "montag", "lundi"), "mon"),
    **dict.fromkeys(("selasa", "sel", "tuesday", "tues", "dienstag", "mardi"), "tue"),
    **dict.fromkeys(("rabu", "rab", "wednesday", "wednes", "mittwoch", "mercredi"), "wed"),
    **dict.fromkeys(("kamis", "kam", "thursday", "thur", "thurs", "donnerstag", "jeudi"), "thu"),
    **dict.fromkeys(("jumat", "jum'at", "jum", "friday", "freitag", "vendredi"), "fri"),
    **dict.fromkeys(("sabtu", "sab", "saturday", "samstag", "samedi"), "sat"),
    **dict.fromkeys(("minggu", "min", "ahad", "sunday", "sonntag", "dimanche"), "sun"),
}
"""What people write for the days, for the advice alone."""


_CLOSED: Final = frozenset(("-", "closed", "tutup", "libur", "off", "none", "geschlossen", "fermé", "ferme"))
_WORDS_BETWEEN: Final = re.compile(
    r"\s*(?:[-–—]|\bs\s*[./]\s*d\b\.?|\bsampai\b|\bhingga\b|\bto\b|\buntil\b|\bbis\b)\s*", re.IGNORECASE
)
_ALL_DAYS: Final[dict[str, str]] = {
    **dict.fromkeys(("weekdays", "weekday", "workdays", "hari kerja"), "mon-fri"),
    **dict.fromkeys(("weekend", "weekends", "akhir pekan"), "sat-sun"),
    **dict.fromkeys(("daily", "every day", "everyday", "all", "setiap hari", "tiap hari"), "mon-sun"),
}
_MONTH_NAMES: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "mei may mai",
    "jun",
    "jul",
    "agu aug ags",
    "sep",
    "okt oct",
    "nov",
    "des dec dez",
)
"""The first three letters, in Indonesian, English and German."""


def minute(text: str, latest: int = DAY_MINUTES) -> int:
    """Minutes after midnight of ``HH:MM``, up to ``latest``. Raises ``SlipError`` with what to write."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise SlipError("not_time", text=text, write=_advice(text))
    hour, rest = int(match[1]), int(match[2])
    total = hour * 60 + rest
    if rest > 59 or total > LAST_MINUTE:
        raise SlipError("no_such_time", text=text, latest=clock(max(latest, DAY_MINUTES)))
    if total > latest:
        raise _too_late(text, latest)
    return total


def clock(minute_of_day: int) -> str:
    return f"{minute_of_day // 60:02}:{minute_of_day % 60:02}"


def hours(text: str, latest: int = DAY_MINUTES) -> Hours:
    """Half-open hours from ``HH:MM-HH:MM``. Raises ``SlipError`` with what to write.

    ``latest``: the end of the business day in minutes after midnight, 1440 where days start at midnight.
    """
    stretch = _STRETCH.fullmatch(text)
    if stretch is None and is_closed_word(text):
        raise SlipError("hours_closed")
    if stretch is None:
        raise SlipError("not_hours", text=text, write=_advice_hours(text))
    start, end = minute(stretch[1], LAST_MINUTE), minute(stretch[2], LAST_MINUTE)
    if start == end:
        raise SlipError("hours_no_length", text=text)
    if start > end:
        night = f"{clock(start)}-{clock(end + DAY_MINUTES)}"
        if end + DAY_MINUTES <= latest:
            raise SlipError("hours_backwards", text=text, write=night)
        raise SlipError("hours_over_midnight", text=text, write=night, starts=clock(end))
    if end > latest:
        raise _too_late(text, latest, end)
    return Hours(start, end)


def _too_late(text: str, latest: int, end: int | None = None) -> SlipError:
    starts = clock(max((end if end is not None else minute(text, LAST_MINUTE)) - DAY_MINUTES, 0))
    if latest <= DAY_MINUTES:
        return SlipError("past_midnight", text=text, starts=starts)
    return SlipError("past_day", text=text, latest=clock(latest), starts=starts)


def show(value: Hours) -> str:
    return f"{clock(value.start)}-{clock(value.end)}"


def days(key: str) -> tuple[Weekday, ...] | None:
    """The weekdays of ``tue`` or ``mon-thu``; ``None`` where the key is something else. Raises ``SlipError``."""
    first, dash, last = key.partition("-")
    names: list[str] = list(WEEKDAYS)
    if first not in names or (dash and last not in names):
        return None
    start, end = names.index(first), names.index(last) if dash else names.index(first)
    if end < start or (dash and end == start):
        raise SlipError("days_backwards", text=key)
    return WEEKDAYS[start : end + 1]


def day_advice(key: str) -> str | None:
    """``thu`` for ``kamis``, ``mon-thu`` for ``senin s/d kamis``, ``mon, wed`` for a list; ``None`` for no days."""
    if whole := _ALL_DAYS.get(key.strip().lower()):
        return whole
    listed = [part for part in re.split(r"\s*[,;&+/]\s*|\s+(?:dan|and|und)\s+", key.strip()) if part]
    if len(listed) > 1 and not _WORDS_BETWEEN.search(key):
        days = [day_advice(part) for part in listed]
        return ", ".join(day for day in days if day) if all(days) else None
    parts = [part.strip().lower() for part in _WORDS_BETWEEN.split(key)]
    known = [part if part in WEEKDAYS else _OTHER_WEEKDAYS.get(part) for part in parts]
    return "-".join(day for day in known if day) if len(parts) <= 2 and all(known) else None


def is_closed_word(text: str) -> bool:
    """Does the text say that there are no hours?"""
    return text.strip().lower() in _CLOSED


def hours_list(text: str) -> Said:
    """What to write for hours that are one text and no list."""
    found = [_advice_hours(part) for part in re.split(r"[,;&]|\bdan\b|\band\b", text)]
    whole = all(said.code == "write" and re.search("[0-9]", text) for said in found)
    texts = [str(said.values["text"]) for said in found] if whole else [text]
    return Said("hours_in_list", {"text": '", "'.join(texts)})


def date_advice(text: str) -> str | None:
    """``2025-10-14`` for ``14-10-2025``, ``14/10/2025`` or ``2025/10/14``; ``None`` where it is no date."""
    for pattern, order in (
        (r"\s*([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})\s*", (3, 2, 1)),
        (r"\s*([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})\s*", (1, 2, 3)),
    ):
        match = re.fullmatch(pattern, text)
        if match:
            try:
                return date(*(int(match[group]) for group in order)).isoformat()
            except ValueError:
                return None
    words = re.fullmatch(r"\s*([0-9]{1,2})\.?\s+([A-Za-zä]{3,})\.?,?\s+([0-9]{4})\s*", text)
    named = [number for number, names in enumerate(_MONTH_NAMES, 1) if words and words[2][:3].lower() in names.split()]
    try:
        return date(int(words[3]), named[0], int(words[1])).isoformat() if words and named else None
    except ValueError:
        return None


def month_day(text: str) -> tuple[int, int]:
    """Month and day of ``MM-DD``, 29 February too. Raises ``SlipError``."""
    match = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text)
    try:
        day = date(2028, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise SlipError("not_month_day", text=text)
    return day.month, day.day


def _advice(text: str) -> str:
    loose = re.fullmatch(r"\s*([0-9]{1,2})\s*[:.,h]?\s*([0-9]{2})?\s*", text)
    return f"{int(loose[1]):02}:{loose[2] or '00'}" if loose and int(loose[1]) < 25 else "08:00"


def _hour(hour: str, half: str) -> int:
    """Of 24, with ``am`` or ``pm`` behind it."""
    if not half:
        return int(hour)
    return int(hour) % 12 + (12 if half[0].lower() == "p" else 0)


def _advice_hours(text: str) -> Said:
    loose = re.findall(r"([0-9]{1,2})(?:[:.,h]([0-9]{2}))?h?\s*([ap]\.?m\b)?", text, re.IGNORECASE)
    if len(loose) == 2:
        first, last = (f"{_hour(hour, half):02}:{rest or '00'}" for hour, rest, half in loose)
        return Said("write", {"text": f"{first}-{last}"})
    if len(loose) > 2:
        return Said("write_each_stretch")
    return Said("write", {"text": "08:00-16:00"})
