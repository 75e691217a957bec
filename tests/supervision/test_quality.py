"""Quality reviews: which cases are drawn, that the draw can be repeated, who may review what, what is kept of it."""

import hashlib
from datetime import date
from math import ceil
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from accounts.selectors.actors import actor_for
from accounts.services.memberships import membership_create
from audit.models import Event
from cases.models import Case, Checklist
from cases.services.assignment import case_assign, case_release_to_office
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.ids import uuid7
from core.scope import use_scope
from countries.models import Authority
from supervision.choices import CHECKLIST
from supervision.models import QualityReview, QualitySample
from supervision.selectors.quality import handled_cases, sample_page
from supervision.services.quality import keys_drawn, review_complete, sample_draw
from tests import world
from tests.cases.work_pages import browser, copies, page
from tests.supervision.conftest import Office
from tests.supervision.test_exports import csv_rows, exported

pytestmark = pytest.mark.commits


def draw(actor: Actor, **values: Any) -> QualitySample:
    given = {
        "closed_from": day_of(actor, clock.now()),
        "closed_to": day_of(actor, clock.now()),
        "share_percent": 100,
        "minimum": 1,
        "maximum": 200,
        **values,
    }
    with use_scope(actor.scope):
        return sample_draw(actor=actor, **given)


def first_review(actor: Actor, sample: QualitySample) -> QualityReview:
    with use_scope(actor.scope):
        return QualityReview.objects.filter(sample=sample).order_by("number")[0]


def answers(**changed: str) -> dict[str, dict[str, str]]:
    return {code: {"answer": changed.get(code, "yes"), "remark": ""} for code in CHECKLIST}


def complete(actor: Actor, review: QualityReview, **values: Any) -> QualityReview:
    given = {"version": review.version, "answers": answers(), **values}
    with use_scope(actor.scope):
        return review_complete(actor=actor, review_id=review.id, **given)


class TestDraw:
    def test_closed_cases_of_the_period_and_no_others(self, office: Office) -> None:
        actor = office.people.supervisor
        sample = draw(actor)
        with use_scope(actor.scope):
            drawn = set(sample.reviews.values_list("case_id", flat=True))
        assert drawn == {office.cases["closed"].id} and sample.population == 1
        assert [entry["code"] for entry in sample.items] == list(CHECKLIST)
        with use_scope(actor.scope):
            codes = Event.objects.filter(action__startswith="quality.").values_list("action", "case_key")
            assert set(codes) == {("quality.sampled", None), ("quality.drawn", office.cases["closed"].id)}

    def test_it_can_be_repeated_from_seed_and_fingerprint(self, office: Office) -> None:
        actor = office.people.supervisor
        with use_scope(actor.scope):
            Case.objects.filter(id=office.cases["closed"].id).update(closed_at=clock.now())
        copies(office.people.officer, office.cases["closed"], 30)
        one = draw(actor, share_percent=20)
        again = draw(actor, share_percent=20, seed=one.seed)
        other = draw(actor, share_percent=20, seed="another")
        with use_scope(actor.scope):
            keys = [
                list(row.reviews.order_by("number").values_list("case_id", flat=True)) for row in (one, again, other)
            ]
            closed = sorted(Case.objects.filter(closed_at__isnull=False).values_list("id", flat=True))
        assert len(keys[0]) == ceil(31 * 0.2) == 7 and keys[0] == keys[1] != keys[2]
        assert one.population_digest == hashlib.sha256("\n".join(map(str, closed)).encode()).hexdigest()
        assert one.seed != draw(actor).seed, "a new seed each time"

    @pytest.mark.parametrize(("share", "least", "most", "number"), [(5, 3, 50, 3), (100, 1, 4, 4), (50, 1, 200, 10)])
    def test_share_and_bounds(self, office: Office, share: int, least: int, most: int, number: int) -> None:
        copies(office.people.officer, office.cases["closed"], 19)
        sample = draw(office.people.supervisor, share_percent=share, minimum=least, maximum=most)
        with use_scope(office.people.supervisor.scope):
            assert sample.reviews.count() == number

    def test_the_draw_favours_nobody(self) -> None:
        keys = [UUID(int=number) for number in range(40)]
        times = dict.fromkeys(keys, 0)
        for seed in range(400):
            for key in keys_drawn(keys, str(seed), 10):
                times[key] += 1
        assert all(60 <= count <= 140 for count in times.values()), "100 expected for each"

    def test_what_cannot_be_drawn(self, office: Office) -> None:
        actor = office.people.supervisor
        with pytest.raises(Invalid):
            draw(office.stranger)
        for wrong in ({"share_percent": 0}, {"minimum": 5, "maximum": 4}, {"maximum": 201}):
            with pytest.raises(Invalid):
                draw(actor, **wrong)
        with pytest.raises(ActRefused):
            draw(office.people.officer)

    def test_a_countrys_own_checklist_is_frozen_into_the_sample(self, office: Office) -> None:
        actor = office.people.supervisor
        with world.as_operator("NLD"):
            Checklist(
                id=uuid7(),
                country_id="NLD",
                purpose="quality",
                version=1,
                items=[{"code": "signed", "texts": {"en": "Was it signed?"}}],
                created_at=clock.now(),
            ).save(force_insert=True)
        sample = draw(actor)
        review = first_review(actor, sample)
        client = browser(actor)
        assert "Was it signed?" in page(client, reverse("supervision:review", args=[review.id]))
        done = complete(actor, review, answers={"signed": {"answer": "no", "remark": "page 2"}})
        assert done.answers == {"signed": {"answer": "no", "remark": "page 2"}}


class TestReview:
    def test_a_review_is_recorded_once_with_its_event(self, office: Office) -> None:
        actor = office.people.supervisor
        sample = draw(actor)
        review = first_review(actor, sample)
        done = complete(actor, review, answers=answers(limits_kept="no"), remark=" Late by a week ")
        assert done.state == "done" and done.remark == "Late by a week" and done.reviewed_by == actor.user_id
        with use_scope(actor.scope):
            event = Event.objects.get(action="quality.reviewed")
            result = sample_page(actor, sample)
        assert event.case_key == review.case_id and event.parameters == {"failed": ["limits_kept"]}
        assert result.done == 1 and [row.no for row in result.results].count(1) == 1
        with pytest.raises(StaleVersion):
            complete(actor, review)
        with pytest.raises(ActRefused) as refused:
            complete(actor, review, version=done.version)
        assert refused.value.code == "wrong_status"

    def test_giving_a_case_back_for_a_colleague_is_no_hand_in_it_and_holding_it_is(self, office: Office) -> None:
        people, case = office.people, office.cases["accepted"]
        reviewer = people.their_supervisor
        with use_scope(reviewer.scope):
            assert handled_cases(reviewer, [case.id]) == set()
            case_assign(actor=reviewer, case_id=case.id, to_user_id=people.registry.user_id)
            case_release_to_office(actor=reviewer, case_id=case.id, note="Our colleague has left")
            assert Event.objects.filter(action="case.given_back", actor_id=reviewer.user_id).count() == 1
            assert handled_cases(reviewer, [case.id]) == set()
            case_assign(actor=reviewer, case_id=case.id, to_user_id=people.registry.user_id)
        with use_scope(people.registry.scope):
            assert handled_cases(people.registry, [case.id]) == {case.id}

    def test_whoever_handled_the_case_does_not_review_it(self, office: Office) -> None:
        sample = draw(office.people.supervisor)
        review = first_review(office.people.supervisor, sample)
        user = world.user_of(office.people.officer)
        desk = Authority.objects.select_related("country").get(code="nld-dtv")
        with world.as_operator("NLD"):
            membership = membership_create(user=user, authority=desk, role="supervisor", valid_from=date(2020, 1, 1))
            promoted = actor_for(user, membership)
        with pytest.raises(ActRefused) as refused:
            complete(promoted, review)
        assert refused.value.code == "handled_case"
        client = browser(promoted)
        assert "You had a hand in this case" in page(client, reverse("supervision:review", args=[review.id]))
        form = {"version": review.version, **{f"answer_{code}": "yes" for code in CHECKLIST}}
        assert client.post(reverse("supervision:review", args=[review.id]), form).status_code == 403

    def test_every_item_is_answered(self, office: Office) -> None:
        actor = office.people.supervisor
        review = first_review(actor, draw(actor))
        incomplete = answers()
        del incomplete["limits_kept"]
        for wrong in (incomplete, answers(limits_kept="perhaps")):
            with pytest.raises(Invalid) as invalid:
                complete(actor, review, answers=wrong)
            assert list(invalid.value.errors) == ["answer_limits_kept"]
        client = browser(actor)
        address = reverse("supervision:review", args=[review.id])
        answer = client.post(
            address, {"version": review.version, "remark": "Typed already", "answer_limits_kept": "no"}
        )
        assert answer.status_code == 422 and "Typed already" in answer.content.decode()

    def test_the_other_side_and_strangers_see_nothing_of_it(self, office: Office) -> None:
        actor = office.people.supervisor
        sample = draw(actor)
        review = first_review(actor, sample)
        for other in (office.people.their_supervisor, office.stranger):
            with pytest.raises(NotVisible):
                complete(other, review)
            client = browser(other)
            page(client, reverse("supervision:sample-detail", args=[sample.id]), status=404)
            page(client, reverse("supervision:review", args=[review.id]), status=404)
            assert "No sample was drawn yet" in page(client, reverse("supervision:sample-list"))
            exported(other, f"sample-{sample.id}", status=404)
        for colleague in (office.people.officer, world.make_actor("nld-dtv", "office_lead")):
            page(browser(colleague), reverse("supervision:sample-detail", args=[sample.id]), status=403)
        page(browser(actor), reverse("supervision:review", args=[uuid4()]), status=404)

    def test_from_the_form_to_the_file(self, office: Office) -> None:
        actor = office.people.supervisor
        client = browser(actor)
        day = day_of(actor, clock.now())
        form = {
            f"closed_{end}_{part}": getattr(day, part) for end in ("from", "to") for part in ("day", "month", "year")
        }
        answer = client.post(
            reverse("supervision:sample-draw"), {**form, "share_percent": 5, "minimum": 3, "maximum": 50}
        )
        assert answer.status_code == 302
        with use_scope(actor.scope):
            sample = QualitySample.objects.get()
        review = first_review(actor, sample)
        assert "Review this case" in page(client, answer["Location"])
        client.post(
            reverse("supervision:review", args=[review.id]),
            {"version": review.version, "remark": "=1+1", **{f"answer_{code}": "yes" for code in CHECKLIST}},
        )
        text = page(client, answer["Location"])
        assert "nothing found" in text and actor.name in text
        rows = csv_rows(exported(actor, f"sample-{sample.id}"))
        assert rows[1][1] == office.cases["closed"].reference and rows[1][6] == "'=1+1"
        wrong = {**form, "share_percent": 0, "minimum": 9, "maximum": 2}
        assert client.post(reverse("supervision:sample-draw"), wrong).status_code == 422
