"""What the two sides ask and tell each other about data: the table, by both sides, and what RCMS does by itself."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case
from cases.services import filing, submission
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.models import OutboxMessage
from core.scope import use_scope
from notifications.models import Notice
from notifications.selectors.notices import unread_notices
from protection.between import NOTICES, TABLE, acts_of
from protection.choices import BetweenKind, BetweenState, DataKind
from protection.corrections import corrections
from protection.models import BetweenRequest
from protection.selectors.between import acts_for, between_get, between_page
from protection.services.between import between_act, between_ask, between_remind
from tests import world
from tests.cases.work_pages import browser
from tests.days import local_day


@pytest.fixture
def people(db: None) -> world.Corridor:
    return world.corridor()


def ask(actor: Actor, case: Case, kind: str, **more: Any) -> BetweenRequest:
    said = {"data": ["identity"], "text": "For both to read", **more}
    if kind == "onward_sharing":
        said = {"recipient": "Red Cross", "purpose": "Tracing of relatives", **said}
    with use_scope(actor.scope):
        return between_ask(actor=actor, case_id=case.id, kind=kind, **said)


def act(actor: Actor, row: BetweenRequest, name: str, **more: Any) -> BetweenRequest:
    with use_scope(actor.scope):
        return between_act(actor=actor, request_id=row.id, name=name, version=more.pop("version", None), **more)


def stands(row: BetweenRequest, actor: Actor) -> BetweenRequest:
    with use_scope(actor.scope):
        return BetweenRequest.objects.get(id=row.id)


def test_every_cell_of_the_table_is_allowed_or_refused(people: world.Corridor) -> None:
    """Each act on each kind in each state by each side: what the table says, and nothing else."""
    case = world.case_at(people, "accepted")
    asker, other = people.supervisor, people.their_supervisor
    for kind in BetweenKind:
        row = ask(asker, case, kind)
        for state in BetweenState:
            if state is BetweenState.SHARED and kind is not BetweenKind.ONWARD_SHARING:
                continue
            for is_asker, actor in ((True, asker), (False, other)):
                possible = {each.name for each in acts_of(kind, state, is_asker=is_asker)}
                with use_scope(asker.scope):
                    BetweenRequest.objects.filter(id=row.id).update(
                        state=state, answered_at=row.asked_at, shared_on=None
                    )
                with use_scope(actor.scope):
                    assert {each.name for each in acts_for(actor, between_get(actor, row.id))} == possible
                for each in TABLE:
                    if each.name in possible:
                        continue
                    with pytest.raises(ActRefused) as refused:
                        act(
                            actor,
                            row,
                            each.name,
                            text="x",
                            **({"shared_on": local_day()} if each.name == "share" else {}),
                        )
                    assert refused.value.code in {"wrong_side", "wrong_status", "no_consent"}


def test_consent_is_asked_given_and_used(people: world.Corridor) -> None:
    case = world.case_at(people, "accepted")
    row = ask(people.their_supervisor, case, "onward_sharing")
    with pytest.raises(ActRefused) as refused:
        act(people.their_supervisor, row, "share", shared_on=local_day())
    assert refused.value.code == "no_consent"
    with use_scope(people.supervisor.scope):
        assert [line.row.id for line in between_page(people.supervisor, "us", after=None, before=None).rows] == [row.id]
        told = Notice.objects.get(action="privacy.onward_asked")
        assert told.parameters == {"between": str(row.id), "kind": "onward_sharing"}
    with pytest.raises(Invalid):
        act(people.supervisor, row, "consent_conditions")
    with pytest.raises(StaleVersion):
        act(people.supervisor, row, "consent", version=9)
    act(people.supervisor, row, "consent_conditions", text="Names alone", version=1)
    with use_scope(people.their_supervisor.scope):
        assert [line.waits_for for line in between_page(people.their_supervisor, "us", after=None, before=None).rows]
    act(people.their_supervisor, row, "share", shared_on=local_day())
    found = stands(row, people.supervisor)
    assert (found.state, found.answer, found.shared_on) == ("shared", "Names alone", local_day())
    with use_scope(people.supervisor.scope):
        # Each act has its event; of the other side's the office alone is named.
        shared = Event.objects.get(action="privacy.onward_shared")
        assert shared.actor_id is None and shared.case_key == case.id


def test_who_may_ask_and_what_is_complained_of(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    with pytest.raises(ActRefused):
        ask(people.officer, case, "use_report")
    stranger = world.make_actor("alb-border-migration", "supervisor")
    with pytest.raises(NotVisible):
        ask(stranger, case, "use_report")
    row = ask(people.supervisor, case, "use_report")
    with pytest.raises(ActRefused) as refused:
        ask(people.supervisor, case, "use_report")
    assert refused.value.code == "already_asked"
    with use_scope(stranger.scope):
        assert not BetweenRequest.objects.exists()
    for said, field in (
        ({"data": []}, "data"),
        ({"data": ["receipt"]}, "data"),
        ({"kind": "onward_sharing", "recipient": ""}, "recipient"),
        ({"kind": "onward_sharing", "purpose": " "}, "purpose"),
        ({"kind": "correction", "text": ""}, "text"),
    ):
        with pytest.raises(Invalid) as invalid:
            ask(people.supervisor, case, **{"kind": "use_report", **said})
        assert list(invalid.value.errors) == [field]
    draft = world.case_at(people, "draft")
    with pytest.raises(ActRefused) as refused:
        ask(people.supervisor, draft, "use_report")
    assert refused.value.code == "not_shared"
    assert stands(row, people.their_supervisor).state == "waiting"


def test_a_correction_of_what_was_sent_is_told_by_itself(people: world.Corridor) -> None:
    key = world.case_at(people, "returned_incomplete").id
    officer = people.officer
    with use_scope(officer.scope):
        version = Case.objects.get(id=key).version
        filing.person_save(actor=officer, case_id=key, version=version, values={"given_names": "Željko Đ"})
    world.recheck(people, key)
    with use_scope(people.reviewer.scope):
        submission.case_resubmit(actor=people.reviewer, case_id=key, version=None)
    with use_scope(people.their_supervisor.scope):
        row = BetweenRequest.objects.get()
        assert (row.kind, row.is_by_system, row.data) == ("correction", True, [DataKind.IDENTITY])
        assert row.changed == ["person.given_names"] and "Željko" not in str(row.__dict__)
        assert Notice.objects.filter(action="privacy.notice_sent").count() == 1
    act(people.their_supervisor, row, "apply")
    assert stands(row, people.supervisor).state == "applied"


def test_what_is_only_added_corrects_nothing() -> None:
    before = {"person": {"family_name": "A", "maiden_name": ""}, "evidence": [{"id": "1", "number": "7", "note": ""}]}
    after = {"person": {"family_name": "A", "maiden_name": "B"}, "evidence": [{"id": "1", "number": "7", "note": "n"}]}
    assert corrections(before, after) == ([], [])
    after["evidence"] = [{"id": "2", "number": "8"}]
    assert corrections(before, after) == ([DataKind.DOCUMENTS], ["evidence"])


def test_who_does_not_answer_is_reminded_until_the_answer(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    row = ask(people.supervisor, case, "correction")
    promised = world.every(OutboxMessage).get(task="protection.remind")
    assert promised.available_at > promised.created_at
    scope = {"countries": ["SRB"], "country": "SRB"}
    assert {name: promised.scope[name] for name in scope} == scope
    from core.scope import Scope

    theirs = Scope.from_json(promised.scope)
    with use_scope(theirs):
        between_remind(row.id)
    with use_scope(people.their_supervisor.scope):
        assert Notice.objects.get(action="privacy.reminded").parameters["number"] == 1
    assert stands(row, people.supervisor).reminders == 1
    act(people.their_supervisor, row, "not_apply", text="The register says otherwise")
    with use_scope(theirs):
        between_remind(row.id)
    assert stands(row, people.supervisor).reminders == 1


def test_pages(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    ours, theirs, officer = browser(people.supervisor), browser(people.their_supervisor), browser(people.registry)
    assert "Nothing asked yet" in ours.get(reverse("protection:case-between", args=[case.id])).content.decode()
    address = reverse("protection:between-ask", args=[case.id, "use_report"])
    assert "The other side reads everything" in ours.get(address).content.decode()
    assert ours.post(address, {"text": "x"}).status_code == 422
    sent = ours.post(address, {"data": ["identity", "photograph"], "text": "Which registers?"})
    assert sent.status_code == 302
    with use_scope(people.their_supervisor.scope):
        notices = unread_notices(people.their_supervisor)
        others = notices.exclude(action__startswith="privacy.").count()
        assert others and notices.count() > others
    page = theirs.get(sent["Location"]).content.decode()
    with use_scope(people.their_supervisor.scope):
        assert unread_notices(people.their_supervisor).count() == others
    assert "Which registers?" in page and "Report on the use" in page
    # A colleague of the office reads it and cannot answer.
    seen = officer.get(sent["Location"]).content.decode()
    assert "Which registers?" in seen and 'name="act"' not in seen
    assert officer.post(sent["Location"], {"act": "tell", "version": 1, "text": "x"}).status_code == 403
    assert theirs.post(sent["Location"], {"act": "tell", "version": 1}).status_code == 422
    assert theirs.post(sent["Location"], {"act": "tell", "version": 1, "text": "The civil registry"}).status_code == 302
    done = ours.get(reverse("protection:between-list"), {"view": "done"}).content.decode()
    assert case.reference and case.reference in done and "Answered" in done
    assert set(NOTICES) < set(BetweenKind)
