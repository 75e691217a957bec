"""Exceptions to who sees a case: keeping out, letting in on request, an administrator's look. By whom, for whom, how
long, who is told, and that nobody else learns of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Membership
from accounts.services.memberships import membership_create
from audit.models import Event
from cases.models import AccessRequest, Assignment, Case, CaseAccess, OwnSideNote, Person
from cases.selectors import queue
from cases.selectors.assignment import candidates_for_cases
from cases.services import assignment, notes
from cases.services.case_access import (
    access_end,
    access_request,
    conflict_declare,
    exclusion_lift,
    person_exclude,
    request_grant,
    request_refuse,
)
from cases.services.elevation import elevation_begin, elevation_end
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible
from core.ids import uuid7
from core.references import check_character
from core.scope import current_exceptions, use_scope
from countries.models import Authority
from notifications.choices import NoticeKind
from notifications.models import Notice
from tests import world
from tests.attacks.alike import bare
from tests.cases.work_pages import browser
from tests.days import CORRIDOR, local_day

pytestmark = pytest.mark.django_db
REASON = "A cousin of the person"
DAY = timedelta(days=1)


def by(actor: Actor, act: Callable[..., Any], **values: Any) -> Any:
    with use_scope(actor.scope):
        return act(actor=actor, **values)


def sees(actor: Actor, case: Case) -> bool:
    """By the first wall, and by the second: they never differ."""
    with use_scope(actor.scope):
        found = Case.objects.visible_to(actor).filter(id=case.id).exists()
        assert Case.objects.filter(id=case.id).exists() == found
        assert Person.objects.filter(case_id=case.id).exists() == found
    return found


def actions(actor: Actor, case: Case) -> set[str]:
    with use_scope(actor.scope):
        told = set(Notice.objects.filter(subject=case.subject).values_list("action", flat=True))
        return told | set(Event.objects.filter(case_key=case.id).values_list("action", flat=True))


def code(act: Callable[[], Any]) -> str:
    with pytest.raises((ActRefused, NotVisible, Invalid)) as refused:
        act()
    return getattr(refused.value, "code", type(refused.value).__name__)


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


class TestKeptOut:
    def test_for_whoever_is_kept_out_there_is_no_such_case(self, people: world.Corridor) -> None:
        officer, supervisor = people.officer, people.supervisor
        case, other = world.case_at(people, "submitted"), world.case_at(people, "submitted")
        with use_scope(officer.scope):
            before = queue.queue_counts(officer, ["all"])["all"].number
            held = Assignment.objects.filter(user_id=officer.user_id).count()
        row = by(supervisor, person_exclude, case_id=case.id, user_id=officer.user_id, reason=REASON)
        assert not sees(officer, case) and sees(officer, other)
        assert sees(people.reviewer, case) and sees(people.registry, case)
        with use_scope(officer.scope):
            assert queue.queue_counts(officer, ["all"])["all"].number == before - 1
            assert not Event.objects.filter(case_key=case.id).exists()
            assert not Notice.objects.filter(subject=case.subject).exists()
            assert not CaseAccess.objects.exists()
        with use_scope(supervisor.scope):
            # What the person had in hand is with the office again, and cannot be given back to the same person.
            assert Assignment.objects.filter(user_id=officer.user_id).count() == held - 1
            names = {person.user_id for person in candidates_for_cases(supervisor, [case])}
            assert officer.user_id not in names and people.reviewer.user_id in names
        give = {"case_id": case.id, "to_user_id": officer.user_id}
        assert code(lambda: by(supervisor, assignment.case_assign, **give)) == "assignee_no_access"
        # Absent and invisible are alike, in the page and for the search; what was tried is recorded as for all others.
        client = browser(officer)
        pages = []
        for key in (row.id, case.id):
            answer = client.get(reverse("cases:case-detail", args=[key]))
            assert answer.status_code == 404
            shown = bare(answer.content.decode())
            pages.append(shown.replace(str(key), ""))
        assert pages[0] == pages[1]
        found = client.post(reverse("cases:search-suggestions"), {"text": "Petrović"}).content.decode()
        assert str(case.id) not in found and str(other.id) in found
        # The other side learns nothing, nor does the trail of the person.
        assert not {action for action in actions(people.registry, case) if action.startswith("access.")}
        assert not {action for action in actions(people.their_supervisor, case) if action.startswith("access.")}
        assert "access.excluded" in actions(supervisor, case)
        with use_scope(supervisor.scope):
            assert Notice.objects.get(action="access.excluded").audience == Audience(groups=(supervisor.group_id,))
        by(supervisor, exclusion_lift, access_id=row.id, reason="A mistake in the name")
        assert sees(officer, case)
        assert code(lambda: by(supervisor, exclusion_lift, access_id=row.id, reason="Again")) == "stale"

    def test_a_conflict_is_declared_by_oneself_and_lifted_by_another(self, people: world.Corridor) -> None:
        case = world.case_at(people, "submitted")
        row = by(people.registry, conflict_declare, case_id=case.id, reason=REASON)
        assert not sees(people.registry, case)
        assert code(lambda: by(people.registry, exclusion_lift, access_id=row.id, reason="No")) == "NotVisible"
        assert code(lambda: by(people.supervisor, exclusion_lift, access_id=row.id, reason="No")) == "NotVisible"
        with use_scope(people.their_supervisor.scope):
            [notice] = Notice.objects.filter(action="access.conflict_declared")
        for nobody in (people.supervisor, people.officer, people.registry):
            assert "access.conflict_declared" not in actions(nobody, case)
        # The e-mail is made in the name of whoever declared it, who sees the case no more: work that was promised.
        with use_scope(people.registry.scope):
            assert not Notice.objects.filter(id=notice.id).exists()
        with use_scope(replace(people.registry.scope, group=notice.audience_groups[0], is_work=True)):
            assert Notice.objects.filter(id=notice.id).exists()
        by(people.their_supervisor, exclusion_lift, access_id=row.id, reason="Not the same person")
        assert sees(people.registry, case)

    def test_rules(self, people: world.Corridor) -> None:
        case = world.case_at(people, "accepted")
        lead = world.make_actor("nld-dtv", "office_lead")
        elsewhere = world.make_actor("nld-dtv-region-west", "supervisor")
        exclude = {"case_id": case.id, "reason": REASON}
        table: list[tuple[Actor, dict[str, Any], str]] = [
            (people.officer, {"user_id": people.reviewer.user_id}, "not_granted"),
            (lead, {"user_id": people.officer.user_id}, "not_granted"),
            (elsewhere, {"user_id": people.officer.user_id}, "NotVisible"),
            (people.supervisor, {"user_id": people.supervisor.user_id}, "Invalid"),
            (people.supervisor, {"user_id": people.registry.user_id}, "Invalid"),
            (people.supervisor, {"user_id": people.officer.user_id, "reason": " "}, "Invalid"),
        ]
        for actor, values, expected in table:
            found = code(lambda actor=actor, values=values: by(actor, person_exclude, **{**exclude, **values}))
            assert found == expected, (actor.role, values)
        # The consulate to which the case is delegated, and the agency that was asked, are of the receiving side.
        for person in (people.consul, people.verifier):
            by(people.their_supervisor, person_exclude, user_id=person.user_id, **exclude)
        assert not sees(people.consul, case)
        again = {"user_id": people.consul.user_id, **exclude}
        assert code(lambda: by(people.their_supervisor, person_exclude, **again)) == "Invalid"
        # Offered once; a form that was opened before says so at the field.
        client, address = browser(people.their_supervisor), reverse("cases:case-access", args=[case.id])
        shown = client.get(address).content.decode()
        assert f'value="{people.consul.user_id}"' not in shown and f'value="{people.registry.user_id}"' in shown
        assert "it is lifted" in shown
        late = client.post(address, {"user_id": str(people.consul.user_id), "reason": REASON})
        assert late.status_code == 422 and "is kept out of the case already" in late.content.decode()

    def test_nobody_above_is_kept_out_from_below(self) -> None:
        """An office below its desk: its supervisor keeps out whom it reaches, the desk's supervisor everybody; whoever is
        above declares a conflict all the same, and the supervisors of all offices above the case are told."""
        people = world.corridor(
            "PAK",
            "eu-pakistan",
            desk="pak-interior",
            agency="pak-nadra",
            consulate="pak-mission-vienna",
            border="pak-fia-islamabad",
            requesting="aut-bfa",
        )
        case = world.case_at(people, "submitted")
        desk, both = world.make_actor("aut-bmi", "supervisor"), world.make_actor("aut-bfa", "return_officer")
        with world.as_operator("AUT"):
            bmi, since = Authority.objects.get(code="aut-bmi"), local_day()
            membership_create(user=world.user_of(both), authority=bmi, role="supervisor", valid_from=since)
        peer, clerk = world.make_actor("aut-bfa", "supervisor"), world.make_actor("aut-bmi", "return_officer")
        exclude = {"case_id": case.id, "reason": REASON}
        shown = browser(people.supervisor).get(reverse("cases:case-access", args=[case.id])).content.decode()
        for person in (desk, both):
            assert str(person.user_id) not in shown
            who = {**exclude, "user_id": person.user_id}
            assert code(lambda who=who: by(people.supervisor, person_exclude, **who)) == "supervises_above"
            assert sees(person, case)
        for person in (peer, clerk):
            assert str(person.user_id) in shown
            by(people.supervisor, person_exclude, user_id=person.user_id, **exclude)
        with use_scope(desk.scope):
            told = Notice.objects.filter(action="access.excluded")
            assert [set(row.audience_groups) for row in told] == [{desk.group_id, people.supervisor.group_id}] * 2
        by(desk, person_exclude, user_id=people.supervisor.user_id, **exclude)
        by(desk, conflict_declare, **exclude)
        assert not sees(people.supervisor, case) and not sees(desk, case)


class TestLetIn:
    def test_granted_for_a_time_and_ended(self, people: world.Corridor) -> None:
        case = world.case_at(people, "submitted")
        with use_scope(people.officer.scope):
            notes.note_add(actor=people.officer, case_id=case.id, text="Among colleagues")
        other = world.make_actor("nld-dtv-region-west", "return_officer")
        ask = {"reason": "The brother's case", "days": 7}
        request = by(other, access_request, reference=str(case.reference), **ask)
        assert not sees(other, case)
        with use_scope(people.supervisor.scope):
            assert Notice.objects.filter(subject=request.subject, action="access.asked").exists()
        for stranger in (people.officer, people.their_supervisor):
            with use_scope(stranger.scope):
                assert not Notice.objects.filter(subject=request.subject).exists()
        assert code(lambda: by(people.officer, request_grant, request_id=request.id, days=7)) == "not_granted"
        assert code(lambda: by(people.their_supervisor, request_grant, request_id=request.id, days=7)) == "NotVisible"
        with pytest.raises(Invalid, match="reference") as waits:
            by(other, access_request, reference=str(case.reference), **ask)
        assert "waits for an answer" in str(waits.value.errors)
        row = by(people.supervisor, request_grant, request_id=request.id, days=3)
        assert code(lambda: by(people.supervisor, request_refuse, request_id=request.id, answer="No")) == "stale"
        assert sees(other, case)
        with use_scope(other.scope):
            answer = Notice.objects.get(recipient_id=other.user_id, action="access.request_granted")
            assert answer.kind == NoticeKind.ADMINISTRATION
            assert OwnSideNote.objects.filter(case=case).count() == 1
            # To read it alone: the wall takes no change, and no act is offered.
            assert Case.objects.filter(id=case.id).update(version=99) == 0
            assert not Case.objects.select_for_update().filter(id=case.id).exists()
        assert code(lambda: by(other, notes.note_add, case_id=case.id, text="Mine")) == "NotVisible"
        client = browser(other)
        for typed in ({}, {"title": "Entry", "text": "Is it complete?"}):
            assert client.post(reverse("cases:thread-start", args=[case.id]), typed).status_code == 403, typed
        page = client.get(reverse("cases:case-detail", args=[case.id]))
        assert page.status_code == 200 and "Among colleagues" in page.content.decode()
        assert "/acts/" not in page.content.decode()
        assert not {action for action in actions(people.registry, case) if action.startswith("access.")}
        with clock.travel(row.ends_at + timedelta(seconds=1)):
            assert not sees(other, case)
        with clock.travel(row.ends_at - timedelta(seconds=1)):
            assert sees(other, case)
        self.is_ended_whole(people, other, case, row, ask)

    def is_ended_whole(
        self, people: world.Corridor, other: Actor, case: Case, row: CaseAccess, ask: dict[str, Any]
    ) -> None:
        """Whoever sees the case does not ask again, nor is let in twice. What stands besides all the same ends with it;
        what was asked for keeps its reference."""
        with pytest.raises(Invalid, match="reference") as runs:
            by(other, access_request, reference=str(case.reference), **ask)
        assert "already, until" in str(runs.value.errors)
        fields = {"user_name": other.name, "country": "NLD", "office": other.authority_name, "asked_at": clock.now()}
        asked = {"user_id": other.user_id, "reference": case.reference, "authority_id": other.authority_id, **fields}
        with use_scope(other.scope):
            second = AccessRequest.objects.create(**asked, **ask)
        with pytest.raises(Invalid, match="days") as twice:
            by(people.supervisor, request_grant, request_id=second.id, days=7)
        assert "already, until" in str(twice.value.errors)
        with use_scope(people.supervisor.scope):
            besides = CaseAccess.objects.get(id=row.id)
            besides.pk, besides.request = uuid7(), second
            besides.save(force_insert=True)
        by(people.supervisor, access_end, access_id=row.id, reason="Done")
        assert not sees(other, case)
        with use_scope(other.scope):
            assert CaseAccess.objects.filter(ended_at=None).count() == 0
        page = browser(other).get(reverse("cases:access-ask")).content.decode()
        assert page.count(f'<span class="reference">{case.reference}</span>') == 4
        assert by(people.supervisor, request_refuse, request_id=second.id, answer="No") is None
        assert by(other, access_request, reference=str(case.reference), **ask).state == "waiting"

    def test_it_ends_with_the_office_and_the_role_by_which_it_was_given(self, people: world.Corridor) -> None:
        """Whoever is still somebody elsewhere, or something else there, keeps neither access nor a look."""
        case, today = world.case_at(people, "submitted"), local_day()
        colleague = world.make_actor("nld-dtv-region-west", "return_officer")
        admin = world.make_actor("nld-dtv", "administrator")
        for actor, office, role in (
            (colleague, "nld-dtv-region-west", "administrator"),
            (colleague, "nld-kmar-schiphol", "return_officer"),
            (admin, "nld-dtv-region-west", "administrator"),
        ):
            with world.as_operator("NLD"):
                where = Authority.objects.get(code=office)
                membership_create(user=world.user_of(actor), authority=where, role=role, valid_from=today - DAY)
        request = by(colleague, access_request, reference=str(case.reference), reason="Why", days=7)
        by(people.supervisor, request_grant, request_id=request.id, days=7)
        by(admin, elevation_begin, reference=str(case.reference), reason="Why", minutes=60)
        assert sees(colleague, case) and sees(admin, case)
        # In force to the end of the last day in the country of the office.
        held = world.every(Membership).filter(id__in=[colleague.membership_id, admin.membership_id])
        held.update(valid_to=today)
        midnight = datetime.combine(today + DAY, time(), CORRIDOR)
        for at, is_there in ((midnight - timedelta(seconds=1), True), (midnight, False)):
            with clock.travel(at):
                assert sees(colleague, case) == is_there
        assert sees(admin, case)
        held.update(valid_to=today - DAY)
        assert not sees(colleague, case) and not sees(admin, case)
        # Who is kept out stays so, wherever.
        row = by(people.supervisor, person_exclude, case_id=case.id, user_id=people.officer.user_id, reason=REASON)
        world.every(Membership).filter(id=people.officer.membership_id).update(valid_to=today - DAY)
        assert row.authority_id == people.officer.authority_id and not sees(people.officer, case)

    def test_whether_there_is_such_a_case_is_not_told(self, people: world.Corridor) -> None:
        case = world.case_at(people, "submitted")
        kept_out, supervisor = people.officer, people.supervisor
        row = by(supervisor, person_exclude, case_id=case.id, user_id=kept_out.user_id, reason=REASON)
        answers = {}
        absent = f"NL-RS-2031-000999-{check_character('NL-RS-2031-000999')}"
        for reference in (str(case.reference), absent):
            client = browser(kept_out)
            data = {"reference": reference, "reason": "To compare", "days": "7"}
            answer = client.post(reverse("cases:access-ask"), data, follow=True)
            assert answer.status_code == 200
            shown = answer.content.decode().replace(reference, "X")
            answers[reference] = shown[shown.index("<main") : shown.index("</main>")].count("Waiting for an answer")
        assert list(answers.values()) == [1, 2]
        with use_scope(supervisor.scope):
            first, second = AccessRequest.objects.order_by("asked_at")
        assert code(lambda: by(supervisor, request_grant, request_id=first.id, days=7)) == "Invalid"
        # Whoever answers is told before, and by whom it was decided.
        client = browser(supervisor)
        assert client.get(reverse("supervision:access")).content.decode().count("kept out of this case") == 1
        address = reverse("supervision:request-answer", args=[first.id])
        page = client.get(address).content.decode()
        assert f"decided by {supervisor.name}" in page and 'value="grant"' not in page and 'value="refuse"' in page
        lift = reverse("supervision:access-end", args=[row.id])
        assert lift in page and client.get(lift).content.decode().count("Lift the exclusion") == 3
        late = client.post(address, {"act": "grant", "days": "7"})
        assert late.status_code == 422 and "Lift that first, or refuse." in late.content.decode()
        assert code(lambda: by(supervisor, request_grant, request_id=second.id, days=7)) == "no_such_case"
        for request in (first, second):
            by(supervisor, request_refuse, request_id=request.id, answer="Ask the desk")
        page = browser(kept_out).get(reverse("cases:access-ask")).content.decode()
        assert page.count("Ask the desk") == 2

    def test_rules(self, people: world.Corridor) -> None:
        case = world.case_at(people, "submitted")
        ask = {"reference": str(case.reference), "reason": "Why", "days": 7}
        table: list[tuple[Actor, dict[str, Any], str]] = [
            (people.verifier, {}, "not_granted"),
            (people.officer, {"reason": ""}, "Invalid"),
            (people.officer, {"days": 31}, "Invalid"),
            (people.officer, {"reference": "NL-RS-2026-000123-X"}, "Invalid"),
        ]
        for actor, values, expected in table:
            found = code(lambda actor=actor, values=values: by(actor, access_request, **{**ask, **values}))
            assert found == expected, (actor.role, values)
        own = by(people.supervisor, access_request, **ask)
        second = world.make_actor("nld-dtv", "supervisor")
        assert code(lambda: by(people.supervisor, request_grant, request_id=own.id, days=1)) == "own_access_request"
        assert by(second, request_grant, request_id=own.id, days=1).user_id == people.supervisor.user_id
        # Of the receiving country somebody sees what that side sees, and no more.
        theirs = world.make_actor("srb-embassy-vienna", "consular_officer")
        request = by(theirs, access_request, **ask)
        by(people.their_supervisor, request_grant, request_id=request.id, days=1)
        assert sees(theirs, case)
        with use_scope(theirs.scope):
            assert not OwnSideNote.objects.exclude(own_side="receiving").exists()


class TestElevation:
    def test_for_a_time_to_read_and_seen_by_both_sides(self, people: world.Corridor) -> None:
        case = world.case_at(people, "submitted")
        admin = world.make_actor("nld-dtv", "administrator")
        look = {"reference": str(case.reference), "reason": "A paper is not drawn", "minutes": 60}
        assert not sees(admin, case)
        row = by(admin, elevation_begin, **look)
        assert sees(admin, case) and (row.ends_at - row.starts_at) == timedelta(minutes=60)
        with pytest.raises(Invalid, match="reference") as again:
            by(admin, elevation_begin, **look)
        assert "already, until" in str(again.value.errors)
        with use_scope(admin.scope):
            assert Case.objects.filter(id=case.id).update(version=99) == 0
        client = browser(admin)
        page = client.get(reverse("cases:case-detail", args=[case.id])).content.decode()
        assert "/acts/" not in page and str(case.reference) in page
        refused = client.post(reverse("cases:act", args=[case.id, "withdraw"]), {"version": case.version})
        assert refused.status_code in {403, 404}
        for side, office in ((people.supervisor, ""), (people.their_supervisor, admin.authority_name)):
            with use_scope(side.scope):
                assert Notice.objects.filter(subject=case.subject, action="access.elevated").count() == 1
                [event] = Event.objects.filter(case_key=case.id, action="access.elevated")
                assert event.actor_name == (office or admin.name) and event.reason == look["reason"]
            shown = browser(side).get(reverse("supervision:access")).content.decode()
            assert "A paper is not drawn" in shown and str(case.reference) in shown
            assert (admin.name in shown) == (side is people.supervisor)
            assert ("Opened the case" in shown) == (side is people.supervisor)
            # The other side: which office, and how often, as one sentence.
            assert ("Looked at once" in shown) == (side is people.supervisor)
            assert ("Looked at it once" in shown) == (side is people.their_supervisor)
            assert (f'{office}<span class="sub">other side' in shown) == bool(office)
        for nobody in (people.officer, people.registry):
            with use_scope(nobody.scope):
                assert not Notice.objects.filter(action="access.elevated").exists()
        with clock.travel(row.ends_at + timedelta(seconds=1)):
            assert not sees(admin, case)
        assert code(lambda: by(people.their_supervisor, elevation_end, access_id=row.id)) == "NotVisible"
        assert code(lambda: by(people.officer, elevation_end, access_id=row.id)) == "not_granted"
        by(people.supervisor, elevation_end, access_id=row.id, reason="Enough")
        assert not sees(admin, case)
        looks = browser(admin).get(reverse("administration:elevate")).content.decode()
        assert f'<span class="reference">{case.reference}</span>' in looks
        # Why it was ended is the own side's.
        for side, words in ((people.supervisor, "Enough"), (people.their_supervisor, "")):
            with use_scope(side.scope):
                [event] = Event.objects.filter(case_key=case.id, action="access.elevation_ended")
                assert (event.reason, event.actor_id is None) == (words, not words)
            shown = browser(side).get(reverse("supervision:access")).content.decode()
            assert ("Enough" in shown) == bool(words)

    def test_rules(self, people: world.Corridor) -> None:
        case, draft = world.case_at(people, "submitted"), world.draft(people)
        admin = world.make_actor("nld-dtv", "administrator")
        region = world.make_actor("nld-dtv-region-west", "administrator")
        theirs = world.make_actor("srb-mup-readmission", "administrator")
        third = world.make_actor("alb-border-migration", "administrator")
        look = {"reference": str(case.reference), "reason": "Why", "minutes": 60}
        table: list[tuple[Actor, dict[str, Any], str]] = [
            (people.supervisor, {}, "not_granted"),
            (region, {}, "Invalid"),
            (third, {}, "Invalid"),
            (admin, {"minutes": 241}, "Invalid"),
            (admin, {"reason": ""}, "Invalid"),
            (admin, {"reference": "nothing"}, "Invalid"),
        ]
        for actor, values, expected in table:
            found = code(lambda actor=actor, values=values: by(actor, elevation_begin, **{**look, **values}))
            assert found == expected, (actor.authority_name, values)
        by(theirs, elevation_begin, **look)
        assert sees(theirs, case) and not sees(theirs, draft)
        by(people.supervisor, person_exclude, case_id=case.id, user_id=people.officer.user_id, reason=REASON)
        with use_scope(theirs.scope):
            assert not OwnSideNote.objects.exclude(own_side="receiving").exists()
            assert {row.kind for row in CaseAccess.objects.all()} == {"elevation"}
            assert current_exceptions().admitted == {case.id}
