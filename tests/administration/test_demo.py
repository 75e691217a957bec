"""The administrators' part of the demonstration is made once, by the services, and can be gone on with."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Absence
from administration.demo import administration_seed
from administration.models import ChangeRequest
from administration.services.changes import change_approve
from cases.demo.people import actors, personas_make
from cases.models import Checklist
from core.scope import use_scope
from countries.models import Authority
from documents.models import LetterText
from notifications.models import OfficeMailbox

pytestmark = pytest.mark.django_db


def test_it_is_made_once_and_the_second_person_can_go_on() -> None:
    personas_make()
    assert administration_seed()
    people = actors()
    second = people["admin2.nl"]
    with use_scope(second.scope):
        assert Checklist.objects.get(purpose="review").items
        assert LetterText.objects.get(letter="transfer_notice").text.startswith("Questions about {reference}")
        assert OfficeMailbox.objects.get().address.endswith(".example")
        waiting = ChangeRequest.objects.get(state="waiting")
        change_approve(actor=second, change_id=waiting.id)
        assert Authority.objects.filter(code="nld-dtv-region-north").exists()
    with use_scope(people["admin2.rs"].scope):
        assert ChangeRequest.objects.filter(state="waiting", kind="enrol_client").exists()
    with use_scope(people["lead.nl"].scope):
        assert Absence.objects.get().user_id == people["two.nl"].user_id
    assert not administration_seed()


def test_it_is_refused_in_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("demo_administration")
