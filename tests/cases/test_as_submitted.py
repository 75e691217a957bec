"""Every list and line that names a person: the other side reads what was submitted, never a correction not sent yet."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from cases.models import Case, CaseGroup
from cases.selectors.bulk import bulk_result
from cases.services import filing, submission
from cases.services.assignment import case_assign
from cases.services.bulk import bulk_print
from core import clock
from core.scope import use_scope
from supervision.services.quality import sample_draw
from tests import world
from tests.cases.work_pages import browser, page
from tests.world import Corridor

pytestmark = pytest.mark.django_db

SUBMITTED, UNSENT = "Petrović", "Corrected"


def corrected(people: Corridor, case: Case) -> Case:
    """The case, sent back and given another name that nobody has sent yet."""
    world._as(people.registry, submission.case_return_incomplete, codes=["particulars"])(case.id)
    with use_scope(people.officer.scope):
        filing.person_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"family_name": UNSENT, "birth_date": "1985-01-01"},
        )
    return case


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def _queue(people: Corridor, actor: Actor, case: Case) -> str:
    return page(browser(actor), reverse("cases:case-list"), view="all")


def _recent(people: Corridor, actor: Actor, case: Case) -> str:
    client = browser(actor)
    page(client, reverse("cases:case-detail", args=[case.id]))
    return page(client, reverse("home")).split("Recently viewed")[1]


def _search(people: Corridor, actor: Actor, case: Case) -> str:
    answer = browser(actor).post(reverse("cases:search"), {"text": "Miloš"}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _bulk_page(people: Corridor, actor: Actor, case: Case) -> str:
    lead = world.make_actor("srb-mup-readmission" if actor.country == "SRB" else "nld-dtv", "office_lead")
    answer = browser(lead).post(reverse("cases:bulk"), {"case": str(case.id), "act": "assign"})
    assert answer.status_code == 200
    return answer.content.decode()


def _bulk_result(people: Corridor, actor: Actor, case: Case) -> str:
    with use_scope(actor.scope):
        run = bulk_print(actor=actor, case_ids=[case.id])
        assert bulk_result(actor, run.id).lines[0].case_id == case.id
    return page(browser(actor), reverse("cases:bulk-result", args=[run.id]))


def _workload(people: Corridor, actor: Actor, case: Case) -> str:
    if actor.country == "NLD":  # who began a case has it
        return page(browser(people.supervisor), reverse("supervision:reassign", args=[actor.user_id]))
    chief = people.their_supervisor
    with use_scope(chief.scope):
        case_assign(actor=chief, case_id=case.id, to_user_id=actor.user_id)
    return page(browser(chief), reverse("supervision:reassign", args=[actor.user_id]))


def _figures(people: Corridor, actor: Actor, case: Case) -> str:
    chief = people.their_supervisor if actor.country == "SRB" else people.supervisor
    side = "receiving" if actor.country == "SRB" else "requesting"
    return page(browser(chief), reverse("supervision:case-list", args=["delivered"]), side=side)


LISTS = [_queue, _recent, _search, _bulk_page, _bulk_result, _workload, _figures]


@pytest.mark.parametrize("shown", LISTS, ids=lambda shown: shown.__name__.strip("_"))
def test_lists_name_the_person_as_submitted(people: Corridor, shown: Callable[[Corridor, Actor, Case], str]) -> None:
    case = corrected(people, world.case_at(people, "submitted"))
    theirs = shown(people, people.registry, case)
    assert SUBMITTED in theirs and UNSENT not in theirs
    assert UNSENT in shown(people, people.officer, case)


@pytest.mark.parametrize("name", ["case-detail", "case-application"])
def test_relatives_are_named_as_submitted(people: Corridor, name: str) -> None:
    first, second = (world.case_at(people, "submitted", family_name=name) for name in ("Stamenov", SUBMITTED))
    with use_scope(people.officer.scope):
        family = CaseGroup(
            kind="family", requesting_country_id="NLD", receiving_country_id="SRB", created_at=clock.now()
        )
        family.save(force_insert=True)
        Case.objects.filter(id__in=[first.id, second.id]).update(group=family)
    corrected(people, second)
    theirs = page(browser(people.registry), reverse(f"cases:{name}", args=[first.id]))
    assert SUBMITTED in theirs and UNSENT not in theirs
    assert UNSENT in page(browser(people.officer), reverse(f"cases:{name}", args=[first.id]))


def test_quality_reviews_name_the_person_as_submitted(people: Corridor) -> None:
    case = corrected(people, world.case_at(people, "submitted"))
    world._as(people.officer, submission.case_withdraw, code="other")(case.id)
    world._as(people.officer, submission.case_close)(case.id)
    for chief, word, other in ((people.their_supervisor, SUBMITTED, UNSENT), (people.supervisor, UNSENT, SUBMITTED)):
        with use_scope(chief.scope):
            day = day_of(chief, clock.now())
            sample = sample_draw(actor=chief, closed_from=day, closed_to=day, share_percent=100, minimum=1, maximum=9)
            review = sample.reviews.get()
        client = browser(chief)
        for address in (
            reverse("supervision:sample-detail", args=[sample.id]),
            reverse("supervision:review", args=[review.id]),
        ):
            text = page(client, address)
            assert word in text and other not in text, address
