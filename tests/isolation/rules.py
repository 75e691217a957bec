"""Who should see which row, worked out in Python from the cases' story: no policy, no scope and no copied column.

Each rule takes a persona, the row as the owner of the tables reads it, and its case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.isolation.house import ANSWERING, SEEING, House, Persona

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """All rows of the world that rules refer to, by table, and the names of groups."""

    house: House
    tables: Mapping[str, Mapping[str, Row]]
    groups: Mapping[int, str]

    def case_of(self, row: Row) -> Row:
        return self.tables["cases_case"][row.get("case_id") or row.get("content_object_id") or row["id"]]


def _stands(who: Persona, country: str, office: str) -> bool:
    """Whether the person sees the cases of this office (of this country)."""
    if who.role not in SEEING:
        return False
    return who.country == country if who.is_desk else UUID(office) in who.offices


def is_requesting(who: Persona, case: Row) -> bool:
    return _stands(who, case["requesting_country_id"], case["requesting_authority_id"])


def is_receiving(who: Persona, case: Row) -> bool:
    """On the receiving side, which knows of a case from its submission on (when it gets its reference)."""
    return case["reference"] is not None and _stands(who, case["receiving_country_id"], case["receiving_authority_id"])


def is_delegate(who: Persona, case: Row, known: Known) -> bool:
    return who.group in known.house.delegated[UUID(case["id"])]


def both(who: Persona, row: Row, known: Known) -> bool:
    case = known.case_of(row)
    return is_requesting(who, case) or is_receiving(who, case) or is_delegate(who, case, known)


def requesting_only(who: Persona, row: Row, known: Known) -> bool:
    return is_requesting(who, known.case_of(row))


def receiving_only(who: Persona, row: Row, known: Known) -> bool:
    return is_receiving(who, known.case_of(row))


def asked_agency(who: Persona, agency: str) -> bool:
    return who.role in ANSWERING and UUID(agency) in who.offices


def health(who: Persona, row: Row, known: Known) -> bool:
    return both(who, row, known) if row["has_consent"] else requesting_only(who, row, known)


def note(who: Persona, row: Row, known: Known) -> bool:
    author = next(person for person in known.house.personas if str(person.actor.user_id) == row["author_id"])
    of_requesting = author.country == known.case_of(row)["requesting_country_id"]
    return requesting_only(who, row, known) if of_requesting else receiving_only(who, row, known)


def task(who: Persona, row: Row, known: Known) -> bool:
    return receiving_only(who, row, known) or asked_agency(who, row["agency_id"])


def result(who: Persona, row: Row, known: Known) -> bool:
    return both(who, row, known)


def decision(who: Persona, row: Row, known: Known) -> bool:
    is_answer = row["countersigned_at"] is not None
    return both(who, row, known) if is_answer else receiving_only(who, row, known)


def transfer(who: Persona, row: Row, known: Known) -> bool:
    is_announced = row["notified_at"] is not None
    return both(who, row, known) if is_announced else requesting_only(who, row, known)


def grant(who: Persona, row: Row, known: Known) -> bool:
    return both(who, row, known) or known.groups[row["group_id"]] == who.group


def family(who: Persona, row: Row, known: Known) -> bool:
    """The empty shell of a family tells two countries: everybody of the requesting one, and of the other once sent."""
    cases = [case for case in known.tables["cases_case"].values() if case["group_id"] == row["id"]]
    is_sent = any(case["reference"] for case in cases)
    return who.country == row["requesting_country_id"] or (is_sent and who.country == row["receiving_country_id"])


def audience(who: Persona, row: Row, known: Known) -> bool:
    """Rows of lower floors carry their readers; who these must be is the matter of test_audiences."""
    by_group = who.group in {known.groups.get(group) for group in row["audience_groups"]}
    if who.role not in SEEING:
        return by_group
    by_country = who.is_desk and who.country in row["audience_countries"]
    by_office = not who.is_desk and bool(who.offices & {UUID(key) for key in row["audience_authorities"]})
    return by_country or by_office or by_group


def nobody(who: Persona, row: Row, known: Known) -> bool:
    return False


Rule = Callable[[Persona, Row, Known], bool]

RULES: dict[str, Rule] = {
    "audit_access": audience,
    "audit_event": audience,
    "cases_case": both,
    "cases_caseclock": both,
    "cases_casegrant": grant,
    "cases_casegroup": family,
    "cases_caseprivate": requesting_only,
    "cases_decision": decision,
    "cases_detention": requesting_only,
    "cases_evidence": both,
    "cases_familymember": both,
    "cases_handover": both,
    "cases_healthnote": health,
    "cases_ownsidenote": note,
    "cases_person": both,
    "cases_transfer": transfer,
    "cases_traveldocument": both,
    "cases_verificationresult": result,
    "cases_verificationtask": task,
    "cases_withdrawal": requesting_only,
    "core_jobprogress": audience,
    "core_outboxmessage": nobody,
    "documents_generateddocument": audience,
    "documents_storedfile": audience,
    "notifications_notice": audience,
}
# Tables that any process of the application may read whole, and why.
OPEN_TABLES = {
    "accounts_authoritygrant": "which office may do what: read before there is an actor",
    "accounts_countrygrant": "likewise",
    "accounts_membership": "who holds which office: read before there is an actor",
    "accounts_signinfailure": "wrong passwords: read before anybody is signed in",
    "accounts_user": "people who sign in: read before anybody is signed in",
    "auth_group": "names of offices with roles",
    "auth_group_permissions": "not used; Django's",
    "auth_permission": "names of acts",
    "cases_referencecounter": "hidden altogether: the application has no right on it",
    "core_clockoffset": "one number, in demonstrations",
    "countries_agreement": "published law",
    "countries_agreementmember": "published law",
    "countries_agreementparty": "published law",
    "countries_authority": "the directory of offices",
    "countries_contactpoint": "the directory of offices",
    "countries_country": "reference data",
    "countries_crossingpoint": "published in the agreements",
    "countries_evidenceitem": "published law",
    "countries_nationalitycode": "reference data",
    "countries_publicholiday": "reference data",
    "countries_rule": "published law",
    "countries_workingcalendar": "reference data",
    "django_content_type": "names of tables",
    "django_migrations": "read only",
    "django_session": "found by a secret key",
    "guardian_groupobjectpermission": "not used: grants have tables of their own",
    "guardian_userobjectpermission": "likewise",
}
