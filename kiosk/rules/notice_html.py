"""A notice as one HTML page to print from a browser; everything that comes from the configuration is escaped."""

from __future__ import annotations

from html import escape
from typing import Final

from kiosk.rules.notice import Notice, NoticeDay

_STYLE: Final = (
    "@page{size:A4 landscape;margin:10mm}body{font:13px system-ui,sans-serif;margin:0;color:#111}"
    "h1{font-size:26px;margin:0}p{margin:2px 0}table{border-collapse:collapse;width:100%;table-layout:fixed;"
    "margin:8px 0}th,td{border:1px solid #777;padding:5px;vertical-align:top;text-align:left}td{height:64px}"
    "td b{font-size:19px;display:block}td.closed{background:#eee}td i{display:block;color:#8a1c1c;font-style:normal}"
    "ul{list-style:none;margin:0;padding:0}"
)


def html(notice: Notice) -> str:
    """For A4 across."""
    head = "".join(f"<th>{escape(each)}</th>" for each in notice.weekdays)
    body = "".join(f"<tr>{''.join(_cell(day) for day in week)}</tr>" for week in notice.weeks)
    place = "".join(f"<p>{escape(each)}</p>" for each in (notice.office, notice.address) if each)
    services = "".join(f"<li>{escape(each)}</li>" for each in notice.services)
    title = escape(f"{notice.heading}, {notice.month_name}")
    return (
        f'<!doctype html><html lang="{escape(notice.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(notice.point)}: {title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"<p><b>{escape(notice.point)}</b></p>{place}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<ul>{services}</ul><p>{escape(notice.since)}</p></body></html>\n"
    )


def _cell(day: NoticeDay | None) -> str:
    if day is None:
        return "<td></td>"
    closed = " closed" if day.closed else ""
    reason = f"<i>{escape(day.reason)}</i>" if day.reason else ""
    return f'<td class="{day.layer}{closed}"><b>{day.day}</b>{"<br>".join(map(escape, day.lines))}{reason}</td>'
