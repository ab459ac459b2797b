"""The survey after service: answers are counted by day and service, and belong to nobody.

The log has none of them: the time of an answer would lead to a visitor. That a number has answered is kept until its
day is over, without what it answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from kiosk.contract.reasons import Reason
from kiosk.contract.reports import SurveyFigures
from kiosk.contract.tickets import AnswerChoice, SurveyQuestion, VisitorAct
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint
from kiosk.queue.ticket import State, Ticket
from kiosk.store.interface import Transaction

Counts = dict[str, dict[str, dict[str, int]]]
"""By service, then by what was asked (``score`` or an element), then by answer."""


class _Answered(msgspec.Struct, frozen=True):
    day: date
    tickets: list[str]


_decode_counts: Final = msgspec.json.Decoder(Counts).decode
_decode_answered: Final = msgspec.json.Decoder(_Answered).decode
_SCORE: Final = "score"


def may_answer(context: Context, ticket: Ticket) -> bool:
    """Once, after service, on the day of the number."""
    return (
        context.rules.configuration.survey.enabled
        and ticket.state is State.FINISHED
        and ticket.business_date == context.business_date
        and ticket.id not in answered(context)
    )


def answered(context: Context) -> frozenset[str]:
    """The tickets of today that have answered."""
    found = context.tx.fact(_answered_key(context.service_point))
    known = _decode_answered(found) if found else None
    return frozenset(known.tickets) if known is not None and known.day == context.business_date else frozenset()


def question(context: Context) -> SurveyQuestion:
    asked = context.rules.configuration.survey
    return SurveyQuestion(
        text=dict(asked.question), answers=[AnswerChoice(score=one.score, text=dict(one.text)) for one in asked.answers]
    )


def count(context: Context, ticket: Ticket, wish: VisitorAct) -> None:
    """Raises ``Refusal`` ``invalid_body`` for a score that the survey does not have."""
    scores = {answer.score for answer in context.rules.configuration.survey.answers}
    given = {_SCORE: wish.score, **wish.elements}
    if not scores.issuperset(score for score in given.values() if score is not None) or wish.score is None:
        raise Refusal(Reason.INVALID_BODY, {"error": f"`score` is one of {', '.join(map(str, sorted(scores)))}"})
    point, tx = context.service_point, context.tx
    key = _counts_key(point, ticket.business_date)
    found = tx.fact(key)
    counts: Counts = _decode_counts(found) if found else {}
    service = counts.setdefault(ticket.service, {})
    for asked, score in given.items():
        answers = service.setdefault(asked, {})
        answers[str(score)] = answers.get(str(score), 0) + 1
    tx.put_fact(key, msgspec.json.encode(counts, order="sorted").decode())
    known = _Answered(context.business_date, sorted({*answered(context), ticket.id}))
    tx.put_fact(_answered_key(point), msgspec.json.encode(known).decode())


def figures(point: ServicePoint, tx: Transaction, day: date) -> list[SurveyFigures]:
    found = tx.fact(_counts_key(point, day))
    counts: Mapping[str, dict[str, dict[str, int]]] = _decode_counts(found) if found else {}
    return [
        SurveyFigures(
            service=service,
            answers=asked.get(_SCORE, {}),
            elements={name: answers for name, answers in sorted(asked.items()) if name != _SCORE},
        )
        for service, asked in sorted(counts.items())
    ]


def forget(point: ServicePoint, tx: Transaction, today: date) -> None:
    """Which numbers of an earlier day have answered."""
    found = tx.fact(_answered_key(point))
    if found and _decode_answered(found).day != today:
        tx.put_fact(_answered_key(point), "")


def _counts_key(point: ServicePoint, day: date) -> str:
    return f"survey:{point.id}:{day.isoformat()}"


def _answered_key(point: ServicePoint) -> str:
    return f"survey_answered:{point.id}"
