"""How a printer is, for ``antrean print status``: asked, or as the kiosk saw it that holds its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.cli.common import refuse
from kiosk.wording.translate import translate
from printers.device.printer import Nature, Printer
from printers.device.printer_record import recall
from printers.device.status import Condition, Status
from printers.device.transports.base import TransportError
from printers.device.transports.connect import connect
from printers.device.url import PrinterTarget, UrlError
from printers.spool.spool import in_use
from printers.spool.worker import UNROLLED, roll_of


def look(folder: Path, target: PrinterTarget, place: int) -> dict[str, Any]:
    """``folder`` is the kiosk's spool; ``place`` is 1 for the first printer."""
    held = recall(folder, place)
    by_kiosk = held.url == target.url and in_use(folder)
    why = ""
    if by_kiosk:
        state, nature = Status(held.condition, held.near_end, held.answers), held.nature
    else:
        state, nature, why = _asked(folder, target, recall(folder, place, target.url).nature)
    told: dict[str, Any] = {"url": target.url, "condition": state.condition, "near_end": state.near_end}
    told |= {"answers": state.answers, "can_print": state.can_print, "by_kiosk": by_kiosk}
    if state.condition is Condition.UNPLUGGED and why:
        told["trouble"] = why
    if target.kind not in UNROLLED:
        told["tickets_left"] = roll_of(folder, place, target).tickets_left()
    if nature.speaks:
        told |= {"maker": nature.maker, "model": nature.model, "serial": nature.serial, "confirms": nature.confirms}
    return told


def _asked(folder: Path, target: PrinterTarget, known: Nature) -> tuple[Status, Nature, str]:
    try:
        device = Printer(connect(target, folder), known)
    except UrlError as error:
        refuse(str(error))
    try:
        state = device.status()
        if state.can_print and state.answers:
            device.meet()
    except TransportError as error:
        refuse(str(error))
    finally:
        device.close()
    return state, device.nature or known, device.trouble


def words(told: dict[str, Any], language: str) -> str:
    lines = [translate("printer.status.line", language, url=told["url"], words=_state(told, language))]
    if "trouble" in told:
        lines[0] += f" ({told['trouble']})"
    who = " ".join(filter(None, (told.get("maker"), told.get("model"), told.get("serial"))))
    if told.get("confirms"):
        confirms = translate(f"printer.status.{told['confirms']}", language)
        lines.append(f"{who}: {confirms}" if who else confirms)
    if told["can_print"] and "tickets_left" in told:
        lines.append(translate("printer.status.left", language, n=told["tickets_left"]))
    if told["by_kiosk"]:
        lines.append(translate("printer.status.by_kiosk", language))
    return "\n".join(lines)


def _state(told: dict[str, Any], language: str) -> str:
    if told["condition"] != Condition.READY:
        return translate(f"printer.staff.{told['condition']}", language)
    if not told["answers"]:
        return translate("printer.staff.believed", language)
    return translate("printer.staff.near_end" if told["near_end"] else "printer.staff.ready", language)
