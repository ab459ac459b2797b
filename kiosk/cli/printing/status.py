"""How a printer is, for ``antrean print status``: asked, or as the kiosk saw it that holds its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.cli.errors import refuse
from kiosk.wording.translate import translate
from printers.device.device_info import DeviceInfo
from printers.device.printer import Printer
from printers.device.printer_record import load_record
from printers.device.status import Condition, Status
from printers.device.transports.base import TransportError
from printers.device.transports.connect import connect
from printers.device.url import PrinterTarget, UrlError
from printers.spool.spool import in_use
from printers.spool.worker import KINDS_WITHOUT_ROLL, open_roll


def printer_status(folder: Path, target: PrinterTarget, place: int) -> dict[str, Any]:
    """``folder`` is the kiosk's spool; ``place`` is 1 for the first printer."""
    held = load_record(folder, place)
    by_kiosk = held.url == target.url and in_use(folder)
    why = ""
    if by_kiosk:
        state, nature = Status(held.condition, held.near_end, held.reported), held.info
    else:
        state, nature, why = _asked(folder, target, load_record(folder, place, target.url).info)
    found: dict[str, Any] = {"url": target.url, "condition": state.condition, "near_end": state.near_end}
    found |= {"answers": state.reported, "can_print": state.can_print, "by_kiosk": by_kiosk}
    if state.condition is Condition.UNPLUGGED and why:
        found["trouble"] = why
    if target.kind not in KINDS_WITHOUT_ROLL:
        found["tickets_left"] = open_roll(folder, place, target).tickets_left()
    if nature.answers_status:
        found |= {"maker": nature.maker, "model": nature.model, "serial": nature.serial, "confirms": nature.confirms}
    return found


def _asked(folder: Path, target: PrinterTarget, known: DeviceInfo) -> tuple[Status, DeviceInfo, str]:
    try:
        device = Printer(connect(target, folder), known, asks=target.asks_status)
    except UrlError as error:
        refuse(str(error))
    try:
        state = device.status()
        if state.can_print and state.reported:
            device.identify()
    except TransportError as error:
        refuse(str(error))
    finally:
        device.close()
    return state, device.info or known, device.last_error


def status_text(found: dict[str, Any], language: str) -> str:
    lines = [translate("printer.status.line", language, url=found["url"], words=_state(found, language))]
    if "trouble" in found:
        lines[0] += f" ({found['trouble']})"
    who = " ".join(filter(None, (found.get("maker"), found.get("model"), found.get("serial"))))
    if found.get("confirms"):
        confirms = translate(f"printer.status.{found['confirms']}", language)
        lines.append(f"{who}: {confirms}" if who else confirms)
    if found["can_print"] and "tickets_left" in found:
        lines.append(translate("printer.status.left", language, n=found["tickets_left"]))
    if found["by_kiosk"]:
        lines.append(translate("printer.status.by_kiosk", language))
    return "\n".join(lines)


def _state(found: dict[str, Any], language: str) -> str:
    if found["condition"] != Condition.READY:
        return translate(f"printer.staff.{found['condition']}", language)
    if not found["answers"]:
        return translate("printer.staff.believed", language)
    return translate("printer.staff.near_end" if found["near_end"] else "printer.staff.ready", language)
