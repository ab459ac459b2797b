"""The words and marks of the visitor's page. Everything that comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from string import Template

from assets import folder
from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import VisitorStatus
from kiosk.queue.ticket import State
from kiosk.wording import counts, dates, expected, simulated_clock
from kiosk.wording.localized import counter_name, localized
from kiosk.wording.translate import translate

_FINAL = (State.FINISHED, State.VOID, State.NOT_SERVED)
_PASSING = (Reason.EMERGENCY, Reason.EMERGENCY_UNKNOWN, Reason.CLOCK_SUSPECT)
"""Reasons that may be over at any time."""
_REFRESH = '<noscript><meta http-equiv="refresh" content="15"></noscript>'
_ROOT = "/t"


@cache
def _template() -> Template:
    return Template(folder("page/page.html").read_text(encoding="utf-8"))


def ticket_page(
    languages: Sequence[str], status: VisitorStatus, language: str, *, address: str, simulated: bool
) -> bytes:
    """``address``: the path of this page, below which its forms are sent."""
    final = status.state in _FINAL
    title = translate("page.title", language, number=status.number)
    return _whole(
        language, title, _main(languages, status, language, address=address, simulated=simulated), refresh=not final
    )


def refusal_page(languages: Sequence[str], why: Reason) -> bytes:
    """The same bytes for every visitor: in all languages of the office."""
    parts = [
        f'<section lang="{escape(language)}" class="not_served"><h1 class="state">'
        f"{escape(translate('page.unknown_title', language))}</h1>"
        f'<p class="hint">{escape(translate(why.words, language))}</p></section>'
        for language in languages
    ]
    main = f'<main class="not_served" data-final>{"".join(parts)}</main>'
    return _whole(languages[0], translate("page.unknown_title", languages[0]), main, refresh=False)


def _whole(language: str, title: str, main: str, *, refresh: bool) -> bytes:
    return (
        _template()
        .substitute(
            language=escape(language), title=escape(title), root=_ROOT, refresh=_REFRESH if refresh else "", main=main
        )
        .encode()
    )


def _main(languages: Sequence[str], status: VisitorStatus, language: str, *, address: str, simulated: bool) -> str:
    counter = counter_name(status.counter_name, status.counter, language) if status.counter else ""
    old = status.over
    hint = _hint(status, counter, language)
    final = " data-final" if status.state in _FINAL or old else ""
    title = escape(_title(status, counter, language))
    parts = [
        f'<main class="{escape(status.state)}" data-title="{title}"{final}>',
        f'<p class="simulated">{escape(simulated_clock.stamp(language))}</p>' if simulated else "",
        _header(languages, status, language),
        '<section aria-live="polite">',
        _state(status, language),
        _number(status, language),
        _appointment(status, language) if _will_be_called(status) else "",
        f'<p class="where">{escape(counter)}</p>' if counter else "",
        f'<p class="hint">{escape(hint)}</p>',
        _facts(status, language) if _will_be_called(status) else "",
        "</section>",
        _survey(status, language, address),
        _acts(status, language, address),
        _footer(status, language, live=not final),
        "</main>",
    ]
    return "".join(parts)


def _state(status: VisitorStatus, language: str) -> str:
    """The ticket's state; while nobody is called, why that is takes its place."""
    if status.stopped:
        return f'<p class="state note">{escape(localized(status.note, language))}</p>'
    return f'<p class="state">{escape(translate(f"page.state.{status.state}", language))}</p>'


def _hint(status: VisitorStatus, counter: str, language: str) -> str:
    """What the visitor does now; it never contradicts what is said above it."""
    if status.over:
        return translate("page.hint.yesterday", language)
    if not status.stopped:
        if status.state == State.WAITING and status.after_calls:
            return translate("page.hint.late", language, n=status.after_calls)
        return translate(f"page.hint.{status.state}", language, counter=counter)
    if status.resumes is not None:
        return translate("page.hint.resumes", language, clock=dates.clock_time(status.resumes, language))
    return translate(f"page.hint.{'stopped' if status.stopped in _PASSING else 'not_today'}", language)


def _will_be_called(status: VisitorStatus) -> bool:
    return status.state == State.WAITING and not status.over and (not status.stopped or status.resumes is not None)


def _acts(status: VisitorStatus, language: str, address: str) -> str:
    """Buttons of what the visitor may do now; to cancel takes two touches. Each is a form that needs no script."""
    parts: list[str] = []
    if _will_be_called(status):
        words = {name: escape(translate(f"page.act.notice_{name}", language)) for name in ("off", "on")}
        parts.append(f'<button type="button" id="notice" data-on="{words["on"]}" hidden>{words["off"]}</button>')
    if "late" in status.acts:
        hint = escape(translate("page.act.late_hint", language))
        parts.append(f"{_form('late', language, address)}<p>{hint}</p></form>")
    if "cancel" in status.acts:
        ask = escape(translate("page.act.cancel_ask", language))
        form = f"{_form('cancel', language, address)}</form>"
        parts.append(f"<details><summary>{ask}</summary>{form}</details>")
    return f'<div class="acts">{"".join(parts)}</div>' if parts else ""


def _form(act: str, language: str, address: str) -> str:
    """Open: the caller closes it."""
    button = escape(translate(f"page.act.{act}", language))
    return (
        f'<form method="post" action="{_act_address(address, act, language)}"><button class="{act}">{button}</button>'
    )


def _act_address(address: str, act: str, language: str) -> str:
    return escape(f"{address}/{act}?l={language}")


def _survey(status: VisitorStatus, language: str, address: str) -> str:
    if status.answered:
        return f'<p class="hint">{escape(translate("page.act.thanks", language))}</p>'
    asked = status.survey
    if asked is None:
        return ""
    answers = "".join(
        f'<button name="score" value="{one.score}">{escape(localized(one.text, language))}</button>'
        for one in sorted(asked.answers, key=lambda one: -one.score)
    )
    question = escape(localized(asked.text, language))
    where = _act_address(address, "answer", language)
    return f'<form method="post" action="{where}"><fieldset><legend>{question}</legend>{answers}</fieldset></form>'


def _number(status: VisitorStatus, language: str) -> str:
    label = escape(translate("page.your_number", language))
    return f'<h1 class="number"><span>{label} </span><strong>{escape(status.number)}</strong></h1>'


def _appointment(status: VisitorStatus, language: str) -> str:
    if status.appointment is None:
        return ""
    clock = dates.clock_time(status.appointment, language)
    return f'<p class="hint">{escape(translate("page.appointment", language, clock=clock))}</p>'


def _title(status: VisitorStatus, counter: str, language: str) -> str:
    if status.state == State.CALLED:
        return f"{translate('page.state.called', language)} {status.number}: {counter}"
    return translate("page.title", language, number=status.number)


def _header(languages: Sequence[str], status: VisitorStatus, language: str) -> str:
    links = "".join(_link(code, current=code == language) for code in languages)
    point = escape(localized(status.point, language))
    service = escape(localized(status.service, language))
    return f"<header><p>{point}<small>{service}</small></p><nav>{links}</nav></header>"


def _link(code: str, *, current: bool) -> str:
    code, mark = escape(code), ' aria-current="true"' if current else ""
    return f'<a href="?l={code}" lang="{code}" hreflang="{code}"{mark}>{code.upper()}</a>'


def _facts(status: VisitorStatus, language: str) -> str:
    found = status.estimate
    wait = expected.expected(found, language) if found else "-"
    return (
        f"<dl><div><dt>{escape(counts.ahead_label(language))}</dt>"
        f"<dd>{escape(counts.people(status.ahead, language))}</dd></div>"
        f"<div><dt>{escape(expected.expected_label(language))}</dt><dd>{escape(wait)}</dd></div></dl>"
    )


def _footer(status: VisitorStatus, language: str, *, live: bool) -> str:
    taken = translate("page.taken", language, clock=dates.clock_time(status.issued_at, language))
    day = dates.long_date(status.issued_at, language)
    good, bad = escape(translate("page.live", language)), escape(translate("page.lost", language))
    running = f'<p class="live"><span class="good">{good}</span><span class="bad">{bad}</span></p>' if live else ""
    return f"<footer><p>{escape(taken)} · {escape(day)}</p>{running}</footer>"
