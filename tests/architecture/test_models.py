"""Tables: migrations complete, what carries case data is secured, keys are made by the client."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from guardian.models import GroupObjectPermissionBase
from oauth2_provider.models import AbstractApplication

from core.ids import uuid7
from core.models import AudienceModel
from tests.architecture.source import APPS
from tests.isolation.rules import OPEN_TABLES, RULES

KEYS_OF_LIBRARIES = (AbstractApplication, GroupObjectPermissionBase)
OWN = [model for model in apps.get_models() if model._meta.app_label in APPS]


@pytest.mark.django_db
def test_migrations_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"a model changed without a migration:\n{capsys.readouterr().out}")


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_table_is_secured_or_open_for_a_reason(model: type[models.Model]) -> None:
    table = model._meta.db_table
    assert (table in RULES) != (table in OPEN_TABLES)
    assert getattr(model, "row_secured", False) is (table in RULES or table == "accounts_signinfailure")


def test_what_refers_to_a_case_is_secured() -> None:
    """By foreign key, by text, or by audience: such a row says something of a case."""
    for model in OWN:
        names = {field.name for field in model._meta.fields}
        targets = {getattr(field.related_model, "__name__", "") for field in model._meta.fields if field.is_relation}
        if (
            targets & {"Case", "CaseGroup"}
            or names & {"subject", "case_reference", "case_key"}
            or issubclass(model, AudienceModel)
        ):
            assert model._meta.db_table in RULES, model


def test_keys_of_secured_rows_are_made_by_the_client() -> None:
    """INSERT … RETURNING of a row that the writer may not read is refused; rows of libraries are read by their writer."""
    for model in OWN:
        if model._meta.db_table in RULES and not issubclass(model, KEYS_OF_LIBRARIES):
            key = model._meta.pk
            assert isinstance(key, models.UUIDField) and key.default is uuid7, model
            returning = [field.name for field in model._meta.db_returning_fields]
            assert returning == [], model


def test_own_side_data_have_tables_of_their_own() -> None:
    """No column of Case or Person speaks of what one side must not see: policies hide rows, not columns."""
    forbidden = ("asylum", "detention", "detained", "vulnerab", "withdraw", "legal_status", "return_decision", "health")
    for name in ("Case", "Person", "Evidence", "FamilyMember", "Transfer", "TravelDocument", "Handover"):
        columns = {field.name for field in apps.get_model("cases", name)._meta.fields}
        assert not [column for column in columns if any(word in column for word in forbidden)], name


def test_instants_are_aware_and_money_is_decimal() -> None:
    for model in OWN:
        for field in model._meta.fields:
            assert not isinstance(field, models.FloatField), field
            if isinstance(field, models.DateTimeField):
                assert not field.auto_now and not field.auto_now_add, f"{field}: the time of law comes from core.clock"
