"""Every column that could hold words about a person has been looked at: the database's catalogue says which there are."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection

from protection.choices import Part
from protection.erasure_map import ENTRIES_EMPTIED, ERASED, FILE_EMPTIED, KEPT, PAPER_EMPTIED

pytestmark = pytest.mark.django_db
# Keys, marks yes/no, moments, numbers of groups: no words.
WORDLESS = {"uuid", "bool", "timestamptz", "_uuid", "_int4", "xid8"}
# Copies of who reads a row.
READERS = {"own_side", "requesting_country", "receiving_country", "audience_countries"}
# Tables that hold nothing of a case: law and offices, accounts, changes that administrators decide, the log's own tree.
OF_NO_CASE = (
    *("countries_", "auth_", "django_", "guardian_", "oauth2_provider_"),
    *("accounts_absence", "accounts_authenticator", "accounts_authoritygrant", "accounts_browsersession"),
    *("accounts_countrygrant", "accounts_identityprovider", "accounts_machineclient", "accounts_membership"),
    *("accounts_providerlink", "accounts_recoverycode", "accounts_signinfailure", "accounts_user"),
    *("administration_accessreview", "administration_changerequest", "administration_registerentry"),
    *("audit_seal", "audit_tile", "audit_checkpoint", "audit_key", "audit_unsealed", "audit_erasure"),
    *("audit_witness", "audit_holding", "audit_cosignature", "audit_stamp"),
    *("core_clockoffset", "core_scopekey", "protection_controllerrecord"),
    *("notifications_noticemark", "notifications_noticepreference", "notifications_noticewatermark"),
    *("notifications_officemailbox",),
)
SHARED = {
    "documents_storedfile": set(FILE_EMPTIED),
    "documents_generateddocument": set(PAPER_EMPTIED),
    **{table: set(emptied) for table, emptied in ENTRIES_EMPTIED.items()},
}


def _columns() -> Iterator[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname, t.typname from pg_attribute a join pg_class c on c.oid = a.attrelid"
            " join pg_type t on t.oid = a.atttypid where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace"
            " and a.attnum > 0 and not a.attisdropped order by 1, a.attnum"
        )
        yield from cursor.fetchall()


def _codes() -> set[tuple[str, str]]:
    """Columns with a closed list of codes, or with the key of another row."""
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.choices or field.is_relation
    }


def _looked_at(table: str) -> set[str]:
    found = set(SHARED.get(table, ()))
    if table in ERASED:
        found |= set(ERASED[table].emptied) | ERASED[table].kept
    return found | (KEPT[table][1] if table in KEPT else set())


def test_every_column_that_could_hold_words_is_in_the_map() -> None:
    codes = _codes()
    unseen = [
        f"{table}.{column}"
        for table, column, kind in _columns()
        if not table.startswith(OF_NO_CASE)
        and kind not in WORDLESS
        and column not in READERS
        and (table, column) not in codes
        and column not in _looked_at(table)
    ]
    assert not unseen, "say in protection/erasure_map.py what erasure does to these columns"


def test_the_map_names_what_there_is() -> None:
    there = {(table, column) for table, column, _ in _columns()}
    named = {(table, column) for table in {*ERASED, *KEPT, *SHARED} for column in _looked_at(table)}
    assert named - there == set()
    assert all(not (set(what.emptied) & what.kept) for what in ERASED.values())
    assert set(ERASED) & set(KEPT) == set()
    assert {what.part for what in ERASED.values()} == {Part.RECORD, Part.FREE_TEXT}


def test_the_eraser_may_change_what_the_map_names_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
            " where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped"
            " and has_column_privilege('rcms_erase', c.oid, a.attnum, 'UPDATE')"
        )
        changed: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            changed.setdefault(table, set()).add(column)
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and has_table_privilege('rcms_erase', oid, 'DELETE')"
        )
        deleted = {table for (table,) in cursor.fetchall()}
    expected = {table: set(what.emptied) for table, what in ERASED.items() if not what.is_deleted} | SHARED
    expected["cases_case"] = expected["cases_case"] | {"erased_at", "erased_rule"}
    expected["documents_storedfile"] = expected["documents_storedfile"] | {"destroyed_at"}
    own = {
        "protection_retentionrun": {"state", "done_at"},
        "protection_retentionitem": {"state", "kept_back", "done_at", "rows", "files"},
        "protection_destroyedfile": {"gone_at"},
    }
    assert changed == expected | own
    assert deleted == {table for table, what in ERASED.items() if what.is_deleted} | {"documents_pagepreview"}
