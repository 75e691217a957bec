"""Whom the rows of the lower floors name as their readers: events, looks, notices, files, papers, progress."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group

from audit.models import Access, Event
from cases.models import VerificationTask
from cases.workflow.table import TABLE
from core.audience import Audience
from core.models import JobProgress
from countries.models import Authority
from documents.models import GeneratedDocument, StoredFile
from notifications.models import Notice
from tests.conftest import OWNER, logged_in_as
from tests.isolation.house import House
from tests.workflow.expectations import ACTS

pytestmark = pytest.mark.commits

OFFICES = {"NLD": "nld-dtv", "SRB": "srb-mup-readmission", "AUT": "aut-bfa", "PAK": "pak-interior"}
OTHER = {"nl": ("NLD", "SRB"), "at": ("AUT", "PAK")}
# Events that are no acts of the workflow table: action -> readers.
MORE_EVENTS = {
    "case.started": "requesting",
    "case.refiled": "requesting",
    "case.filed_again": "requesting",
    "case.withdrawal_reason": "requesting",
    "suspension.reason": "requesting",
    "verification.agencies": "receiving",
    "verification.answered": "receiving",
    "verification.result": "requesting",
    "thread.opened": "both",
    "message.sent": "both",
    "message.read": "both",
    "note.shared": "both",
    "quality.drawn": "requesting",
    "access.elevated": "both",
    "privacy.use_asked": "both",
    "privacy.notice_sent": "both",
}
# What either side records for itself.
OF_WHOEVER_ACTS = {
    *("costs.recorded", "access.excluded", "access.granted"),
    *("privacy.restricted", "privacy.restriction_lifted", "privacy.person_cases_chosen"),
    "privacy.person_data_collected",
}
# Told to the supervisors of the own side, whether the case was sent or not.
KEPT_OUT = "access.excluded"
EITHER = {"case.application_saved", "case.taken", "note.added", "file.stored", "document.requested"}
OF_ACTS = {row.name: row.seen_by for row in ACTS.values() if row.name != "answer_verification"}


def readers_of(action: str) -> str | None:
    """requesting, receiving, both; None for events whose readers follow something else than the act."""
    if action in MORE_EVENTS:
        return MORE_EVENTS[action]
    if action in EITHER or action.startswith(("flag.", "link.")):
        return None
    return next(OF_ACTS[row.name] for row in TABLE if row.event == action and row.name in OF_ACTS)


def sides_of(house: House, subject: str) -> tuple[str, str]:
    """The two countries of the case that a row is about."""
    name = house.cases[UUID(subject.removeprefix("case:"))]
    return OTHER[name.split()[0]]


def office(code: str) -> UUID:
    return Authority.objects.values_list("id", flat=True).get(code=code)


def test_events_name_the_readers_that_the_table_promises(house: House) -> None:
    with logged_in_as(OWNER):
        events = list(Event.objects.filter(subject__startswith="case:").order_by("at", "id"))
        submitted: set[UUID] = set()
        # An event that both sides read stands twice, one after the other: for the own side and for the other.
        countries: dict[tuple[Any, ...], set[str]] = {}
        for event in events:
            countries.setdefault((event.case_key, event.action, event.at), set()).update(event.audience_countries)
        for event in events:
            assert event.case_key is not None
            submitted |= {event.case_key} if event.action == "case.submitted" else set()
            requesting, receiving = sides_of(house, f"case:{event.case_key}")
            if event.action in OF_WHOEVER_ACTS:
                readers: str | None = "requesting" if event.country == requesting else "receiving"
            else:
                readers = readers_of(event.action)
            if event.action.startswith("monitoring.") and house.cases[event.case_key] == "nl monitored":
                readers = "requesting"  # the transfer that is monitored was not announced
            wanted = {
                "requesting": {requesting},
                "receiving": {receiving},
                "both": {requesting, receiving} if event.case_key in submitted else {requesting},
                None: {requesting, receiving} if event.case_key in submitted else {requesting},
            }[readers]
            named = countries[event.case_key, event.action, event.at]
            assert named == wanted or (readers is None and named < wanted), (event.action, named, wanted)
            assert named, "an event that nobody may read"
            assert event.country in named or event.action == "verification.result"
            if event.country not in event.audience_countries:
                assert (event.actor_id, event.role, event.address) == (None, "", None), event.action


def test_before_submission_no_row_of_any_kind_names_the_receiving_side(house: House) -> None:
    unsent = {f"case:{key}" for key, name in house.cases.items() if "draft" in name or "in_review" in name}
    unsent |= {f"case:{house.case(name)}" for name in ("nl family head", "nl family spouse")}
    assert len(unsent) >= 6
    with logged_in_as(OWNER):
        receivers = {office(OFFICES["SRB"]), office(OFFICES["PAK"])}
        for subject in unsent:
            for model in (StoredFile, GeneratedDocument, Notice):
                for row in model.objects.filter(subject=subject).exclude(
                    **({"action": KEPT_OUT} if model is Notice else {})
                ):
                    assert not set(row.audience_countries) & {"SRB", "PAK"}, row
                    assert not set(row.audience_authorities) & receivers and not row.audience_groups, row
            for event in Event.objects.filter(case_key=UUID(subject.removeprefix("case:"))):
                assert not set(event.audience_countries) & {"SRB", "PAK"}, event.action
                assert not set(event.audience_authorities) & receivers and not event.audience_groups, event.action


def test_files_of_a_submitted_case_reach_both_sides_and_the_delegates(house: House) -> None:
    with logged_in_as(OWNER):
        groups = dict(Group.objects.values_list("id", "name"))
        for key, name in house.cases.items():
            for file in StoredFile.objects.filter(subject=f"case:{key}").exclude(kind=StoredFile.Kind.GENERATED):
                both = set(OTHER[name.split()[0]])
                assert set(file.audience_countries) == (both if file.case_reference else both - {"SRB", "PAK"}), name
                found = {groups[group] for group in file.audience_groups}
                if file.kind == StoredFile.Kind.ATTACHMENT:
                    assert found == set(), "messages are between the offices"
                    continue
                delegates = house.delegated[key]
                of_agency = {group for group in groups.values() if group.endswith((":verifier", ":machine_client"))}
                assert delegates <= found <= delegates | of_agency, name
                assert not found & of_agency or file.kind == StoredFile.Kind.PHOTOGRAPH


# Notices for those whose work a case is besides the two sides' offices: action -> corridor -> groups.
WORK_OF = {
    "travel_document.wanted": {
        "nl": {"srb-embassy-the-hague:consular_officer"},
        "at": {"pak-mission-vienna:consular_officer"},
    },
    "arrival.expected": {"nl": {"srb-border-belgrade:border_officer"}, "at": {"pak-fia-islamabad:border_officer"}},
    "transit.expected": {"nl": {"srb-border-belgrade:border_officer"}},
    "monitoring.wanted": {"nl": {"nld-inspectorate-jv:monitor"}},
    "interview.wanted": {"nl": {"srb-embassy-the-hague:consular_officer"}},
}
# What the requesting office does about an interview: told to the receiving office, and to the mission that hears the
# person.
OF_MISSION = {
    "interview.requested": {"nl": {"srb-embassy-the-hague:consular_officer"}},
    "interview.presentation_confirmed": {"nl": {"srb-embassy-the-hague:consular_officer"}},
    "interview.postponed": {"nl": {"srb-embassy-the-hague:consular_officer"}},
}


def test_notices_of_work_go_to_the_groups_that_do_it(house: House) -> None:
    with logged_in_as(OWNER):
        names = dict(Group.objects.values_list("id", "name"))
        agencies = {str(task.id): task.agency.code for task in VerificationTask.objects.select_related("agency")}
        seen = set()
        for row in Notice.objects.filter(subject__startswith="case:"):
            groups = {names[group] for group in row.audience_groups}
            if row.action == "verification.wanted":
                code = agencies[row.parameters["task"]]
                assert f"{code}:verifier" in groups and groups <= {f"{code}:verifier", f"{code}:machine_client"}
            elif row.action in WORK_OF:
                corridor = house.cases[UUID(row.subject.removeprefix("case:"))].split()[0]
                assert groups == WORK_OF[row.action][corridor]
            elif row.action in OF_MISSION and groups:
                assert groups == OF_MISSION[row.action][house.cases[UUID(row.subject.removeprefix("case:"))].split()[0]]
            elif row.action == KEPT_OUT:
                assert groups == {"nld-dtv:supervisor"}, "of the own side alone"
                continue
            elif row.action.startswith(("escalation.", "access.elevat")):
                sides = {f"{OFFICES[side]}:supervisor" for side in sides_of(house, row.subject)}
                assert groups and groups <= sides, row.action
                continue
            else:
                assert not groups, row.action
                continue
            seen.add(row.action)
            assert not row.audience_countries and not row.audience_authorities, row.action
        assert seen == {"verification.wanted", *WORK_OF, *OF_MISSION}


def test_notices_of_changes_go_to_administrators_of_the_countries_that_decide(house: House) -> None:
    """Two requests wait: one for the own administrators, one also for those of the partners."""
    with logged_in_as(OWNER):
        names = dict(Group.objects.values_list("id", "name"))
        rows = list(Notice.objects.filter(kind="administration").exclude(action__startswith="access."))
        assert rows
        told = {}
        for row in rows:
            assert row.subject.startswith("changerequest:") and row.action == "change.requested"
            assert row.kind == "administration" and row.case_reference == "" and set(row.parameters) == {"kind"}
            assert row.audience == Audience(groups=row.audience.groups), "nobody but groups"
            groups = [names[group] for group in row.audience_groups]
            assert groups and all(name.endswith(":administrator") for name in groups)
            told[row.parameters["kind"]] = {name.split("-")[0] for name in groups}
        assert told["letter_text"] == {"nld"}
        assert told["enrol_country"] and "nld" not in told["enrol_country"]


def test_operations_and_visits_are_told_to_those_who_take_part(house: House) -> None:
    """An operation was announced to Serbia and another was not; a visit to its mission and another was not. Nobody else
    reads or is told of them."""
    embassy, desks = office("srb-embassy-the-hague"), {office("nld-dtv"), office("srb-mup-readmission")}
    with logged_in_as(OWNER):
        for action, readers in (
            ("operation.created", {"NLD"}),
            ("operation.announced", {"NLD", "SRB"}),
            ("visit.planned", {"NLD"}),
            ("visit.announced", {"NLD", "SRB"}),
        ):
            found = list(Event.objects.filter(action=action).exclude(subject__startswith="case:"))
            assert found, action
            for event in found:
                assert set(event.audience_countries) <= readers and not event.audience_groups, action
            named = {country for event in found for country in event.audience_countries}
            assert named | {"SRB" for event in found if embassy in event.audience_authorities} == readers, action
        announced = set(Event.objects.filter(action__endswith=".announced").values_list("subject", flat=True))
        notices = list(Notice.objects.filter(subject__regex=r"^(operation|visit):"))
        assert {notice.subject in announced for notice in notices} == {True, False}
        for notice in notices:
            is_announced = notice.subject in announced
            assert not notice.audience_groups
            assert set(notice.audience_countries) <= ({"NLD", "SRB"} if is_announced else {"NLD"})
            assert set(notice.audience_authorities) <= ({*desks, embassy} if is_announced else {office("nld-dtv")})


def test_notices_go_to_one_desk_and_one_office_per_side(house: House) -> None:
    with logged_in_as(OWNER):
        for notice in Notice.objects.filter(subject__startswith="case:"):
            sides = sides_of(house, notice.subject)
            assert set(notice.audience_countries) <= set(sides)
            offices = {office(OFFICES[side]) for side in notice.audience_countries}
            extra = set(notice.audience_authorities) - offices
            assert not extra or notice.action == "verification.answered"
            text = f"{notice.action} {notice.parameters} {notice.case_reference}"
            assert not any(word in text for word in ("Petrović", "Khan", "1991", "protection")), "no personal data"


def test_no_event_holds_personal_data_of_the_case(house: House) -> None:
    """Events store codes and parameters: names of people of the case and what was written stay in its rows."""
    with logged_in_as(OWNER):
        for event in Event.objects.all():
            text = f"{event.parameters} {event.changed} {event.reason}"
            for word in ("Petrović", "Петровић", "Khan", "Miloš", "1991-03-14", "012345678", "wheelchair", "dialysis"):
                assert word not in text, event.action


def test_progress_has_the_readers_of_its_paper(house: House) -> None:
    with logged_in_as(OWNER):
        papers = GeneratedDocument.objects.exclude(progress=None).select_related("progress")
        assert len(papers) > 10
        for paper in papers:
            assert paper.progress is not None
            assert paper.progress.audience == paper.audience, paper.template
        of_papers = JobProgress.objects.filter(subject__startswith="generateddocument:")
        assert of_papers.count() == len(papers)
        # Printing many cases is for people of the same office and role, who see the same cases.
        for progress in JobProgress.objects.filter(subject__startswith="bulkrun:"):
            assert progress.audience == Audience(groups=progress.audience.groups) and len(progress.audience.groups) == 1


def test_a_look_is_read_by_the_side_of_whoever_looked(house: House) -> None:
    with logged_in_as(OWNER):
        looks = list(Access.objects.all())
        assert {look.country for look in looks} == {p.country for p in (*house.personas, *house.exceptional)}
        for look in looks:
            assert look.audience == Audience((look.country,), (look.authority_id,))  # type: ignore[arg-type]


def test_the_result_of_a_verification_names_a_country_and_no_office(house: House) -> None:
    with logged_in_as(OWNER):
        results = list(Event.objects.filter(action="verification.result"))
    assert results
    for event in results:
        assert event.actor_id is None and event.authority_id is None and event.address is None
        assert event.authority_name == "" and event.role == ""
        assert event.actor_name in {"Serbia", "Pakistan"} and set(event.parameters) == {"answer"}
