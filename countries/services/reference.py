"""Loads countries/data into the tables. Repeatable: rows are found by their codes, corrected, never deleted.

Only the holidays of a country are replaced as a whole, and its calendar then gets a new version.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from countries.models import (
    Authority,
    ContactPoint,
    Country,
    CrossingPoint,
    NationalityCode,
)
from countries.services import files
from countries.services.reference_agreements import agreements_load, attachments_load, evidence_load
from countries.services.reference_calendars import calendars_load


@transaction.atomic
def reference_load() -> dict[str, int]:
    """Load everything and return the number of rows per file kind.

    Raises `countries.services.files.DataFileError` naming the file, and the database's own errors for a code that does
    not exist; nothing is kept then.
    """
    return {
        "countries": _countries_load(),
        "nationality codes": _nationality_codes_load(),
        "authorities": _authorities_load(),
        "contact points": _contact_points_load(),
        "crossing points": _crossing_points_load(),
        **agreements_load(),
        "evidence items": evidence_load(),
        "attachments": attachments_load(),
        **calendars_load(),
    }


def _upsert(model: type[models.Model], rows: list[models.Model], key: list[str], fields: list[str]) -> int:
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=fields)
    return len(rows)


def _countries_load() -> int:
    rows: list[models.Model] = [
        Country(
            code=row["code"],
            alpha2=row["alpha2"],
            icao_code=row["icao_code"],
            name=row["name"],
            footnote=row["footnote"],
            time_zone=row["time_zone"],
            languages=row["languages"].split(),
            is_historical=files.flag(row["is_historical"]),
        )
        for row in files.table("countries.csv")
    ]
    fields = ["alpha2", "icao_code", "name", "footnote", "time_zone", "languages", "is_historical"]
    return _upsert(Country, rows, ["code"], fields)


def _nationality_codes_load() -> int:
    rows: list[models.Model] = [
        NationalityCode(
            code=row["code"],
            name=row["name"],
            is_stateless=files.flag(row["is_stateless"]),
            is_choosable=files.flag(row["is_choosable"]),
            source=row["source"],
        )
        for row in files.table("nationality_codes.csv")
    ]
    return _upsert(NationalityCode, rows, ["code"], ["name", "is_stateless", "is_choosable", "source"])


def _authorities_load() -> int:
    """Authorities keep the id that they were given once. A parent must stand above its offices in the file.

    Offices that administrators have edited (version 2 and above) are theirs: the file no longer corrects them.
    """
    ids = dict(Authority.objects.values_list("code", "id"))
    edited = set(Authority.objects.filter(version__gt=1).values_list("code", flat=True))
    rows = files.table("authorities.csv")
    for row in rows:
        if row["parent"] and row["parent"] not in ids:
            raise files.DataFileError(f"authorities.csv: {row['code']} stands above its parent {row['parent']}")
        if row["code"] in edited:
            continue
        values: dict[str, Any] = {
            "country_id": row["country"],
            "parent_id": ids.get(row["parent"]),
            "kind": row["kind"],
            "name": row["name"],
            "name_native": row["name_native"],
            "native_language": row["native_language"],
            "is_national_desk": files.flag(row["is_national_desk"]),
            "host_country_id": row["host_country"] or None,
            "languages": row["languages"].split(),
            "email": row["email"],
            "address": row["address"],
        }
        authority, _ = Authority.objects.update_or_create(code=row["code"], defaults=values)
        ids[authority.code] = authority.pk
    return len(rows)


def _contact_points_load() -> int:
    """Those of offices that administrators have edited stay as they are."""
    ids = dict(Authority.objects.values_list("code", "id"))
    edited = set(Authority.objects.filter(version__gt=1).values_list("code", flat=True))
    rows: list[models.Model] = [
        ContactPoint(
            authority_id=ids[row["authority"]],
            kind=row["kind"],
            email=row["email"],
            phone=row["phone"],
            hours=row["hours"],
        )
        for row in files.table("contact_points.csv")
        if row["authority"] not in edited
    ]
    return _upsert(ContactPoint, rows, ["authority", "kind"], ["email", "phone", "hours"])


def _crossing_points_load() -> int:
    """Those that administrators have edited stay as they are."""
    edited = set(CrossingPoint.objects.filter(version__gt=1).values_list("code", flat=True))
    ids = dict(Authority.objects.values_list("code", "id"))
    rows: list[models.Model] = [
        CrossingPoint(
            code=row["code"],
            country_id=row["country"],
            kind=row["kind"],
            name=row["name"],
            iata_code=row["iata_code"],
            un_locode=row["un_locode"],
            authority_id=ids[row["authority"]] if row["authority"] else None,
        )
        for row in files.table("crossing_points.csv")
        if row["code"] not in edited
    ]
    fields = ["country", "kind", "name", "iata_code", "un_locode", "authority"]
    return _upsert(CrossingPoint, rows, ["code"], fields)
