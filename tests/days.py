"""Calendar days as the offices of the tests count them."""

from datetime import date
from zoneinfo import ZoneInfo

from core import clock

CORRIDOR = ZoneInfo("Europe/Amsterdam")


def local_day() -> date:
    """Today in the countries of the corridor, at whatever hour the suite runs: UTC may have another day."""
    return clock.now().astimezone(CORRIDOR).date()
