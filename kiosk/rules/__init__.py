"""The office's configuration and what it allows. Only ``load`` reads files; nothing here reads a clock."""

from kiosk.rules.decide import Rules
from kiosk.rules.demand import DemandFigures
from kiosk.rules.live import Decision, Emergency, LiveState, OpenElsewhere
from kiosk.rules.load import load
from kiosk.rules.model import Configuration
from kiosk.rules.plan import DayPlan, Ruling, SessionSpan
from kiosk.rules.problems import ConfigurationError, ConfigurationProblem
from kiosk.rules.warn import ConfigWarning, warnings

__all__ = [
    "ConfigWarning",
    "Configuration",
    "ConfigurationError",
    "ConfigurationProblem",
    "DayPlan",
    "Decision",
    "DemandFigures",
    "Emergency",
    "LiveState",
    "OpenElsewhere",
    "Rules",
    "Ruling",
    "SessionSpan",
    "load",
    "warnings",
]
