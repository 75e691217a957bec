"""The administrators' part of the demonstration: a checklist, words of a paper, a mailbox, two changes that wait."""

from datetime import date, timedelta

from django.db import transaction

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from accounts.services.absences import absence_set
from administration import payloads
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.services.changes import change_approve, change_request
from administration.services.offices import mailbox_save
from administration.services.texts import checklist_save, letter_text_request
from cases.demo.people import actors
from core import clock
from core.scope import use_scope
from countries.models import Authority

_CHECKLIST = (
    "The return decision is final and in the file",
    "The legal status was checked this week",
    "The photograph is not older than six months",
)
_CLOSING = "Questions about {reference} reach us on working days from 09:00 to 17:00."


@transaction.atomic
def administration_seed() -> bool:
    """Make it all at once, unless there is something already; says whether it was made."""
    people = actors()
    first, second = people["admin.nl"], people["admin2.nl"]
    with use_scope(first.scope):
        if ChangeRequest.objects.exists():
            return False
        items = [{"code": "", "texts": {"en": text}} for text in _CHECKLIST]
        checklist_save(actor=first, purpose="review", version=0, items=items)
        _mailbox(first)
        words = letter_text_request(
            actor=first,
            letter="transfer_notice",
            block="closing",
            language="en",
            text=_CLOSING,
            based_on=0,
            reason="Partners asked how to reach us",
        )
        _ask_for_an_office(first)
    with use_scope(second.scope):
        change_approve(actor=second, change_id=words.id)
    with use_scope(people["admin.rs"].scope):
        _ask_for_a_system(people["admin.rs"])
    _absence(people["lead.nl"], people["two.nl:registry_officer"], people["officer.nl"])
    return True


def _mailbox(actor: Actor) -> None:
    office = Authority.objects.get(id=actor.authority_id)
    values = {
        "address": "desk@nld-dtv.example",
        "kinds": ["deadlines", "escalations"],
        "language": "en",
        "is_active": True,
    }
    mailbox_save(actor=actor, authority_id=office.id, version=office.version, mailbox_id=None, values=values)


def _ask_for_an_office(actor: Actor) -> None:
    office = payloads.EnrolOffice(
        code="nld-dtv-region-north",
        name="Repatriation and Departure Service, Region North",
        kind="regional_office",
        parent=str(actor.authority_id),
        languages=("nl", "en"),
    )
    change_request(actor=actor, kind=ChangeKind.ENROL_OFFICE, payload=office, reason="Opens with the new year")


def _ask_for_a_system(actor: Actor) -> None:
    system = payloads.EnrolClient(authority=str(actor.authority_id), name="National register of readmissions")
    change_request(actor=actor, kind=ChangeKind.ENROL_CLIENT, payload=system, reason="Cases are taken over every hour")


def _absence(lead: Actor, away: Actor, cover: Actor) -> None:
    first: date = day_of(away, clock.now()) + timedelta(days=7)
    with use_scope(lead.scope):
        absence_set(
            actor=lead,
            starts_on=first,
            ends_on=first + timedelta(days=11),
            covered_by=cover.user_id,
            for_user=away.user_id,
        )
