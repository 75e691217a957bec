"""The first or last day that a form names is one that it, and the service behind it, takes: a day of the right zone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases.forms.acts import CounterProposeForm, HandoverForm
from cases.forms.conversation import InformationForm, QuestionForm
from cases.forms.disputes import DisputeDeliveryForm, DisputeReplyForm
from cases.forms.flags import FlagEndForm
from cases.forms.limits import PaperForm, PaperRefusalForm
from core import clock

# Still the 22nd in Amsterdam, the 23rd already in Karachi.
EVENING = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


def complaints(form_class: type[Any], name: str, zone: str, day: date) -> list[str]:
    """What the form says of a day that was typed."""
    parts = {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    with clock.travel(EVENING):
        return list(form_class(parts, zone=zone).errors.get(name, []))


@pytest.mark.parametrize(("zone", "first"), [("Europe/Amsterdam", 22), ("Asia/Karachi", 23)])
@pytest.mark.parametrize(
    ("form_class", "name"),
    [(QuestionForm, "due_on"), (InformationForm, "due_on"), (CounterProposeForm, "arrival_date")],
)
def test_the_first_day_is_today_in_the_zone(form_class: type[Any], name: str, zone: str, first: int) -> None:
    words = f"The date must be {first} November 2026 or later"
    assert complaints(form_class, name, zone, date(2026, 11, first - 1)) == [words]
    assert complaints(form_class, name, zone, date(2026, 11, first)) == []


@pytest.mark.parametrize(("zone", "last"), [("Europe/Amsterdam", 22), ("Asia/Karachi", 23)])
@pytest.mark.parametrize(
    ("form_class", "name"),
    [
        (HandoverForm, "handover_date"),
        (FlagEndForm, "until_on"),
        (PaperForm, "dated_date"),
        (PaperRefusalForm, "dated_date"),
        (DisputeDeliveryForm, "delivered_date"),
        (DisputeReplyForm, "replied_date"),
    ],
)
def test_the_last_day_is_today_in_the_zone(form_class: type[Any], name: str, zone: str, last: int) -> None:
    assert len(complaints(form_class, name, zone, date(2026, 11, last + 1))) == 1
    assert complaints(form_class, name, zone, date(2026, 11, last)) == []
    assert complaints(form_class, name, zone, date(2026, 11, 2)) == [], "days before are what such a form is for"
