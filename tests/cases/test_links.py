"""Links between cases: made by reference, shown both ways to those who see both, ended with a reason."""

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case, CaseLink
from cases.services.links import link_add, link_end
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from tests import world
from tests.cases.talk_pages import seen, statements
from tests.cases.work_pages import browser
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db
NOTE = "Same fingerprints"


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def detail(case: Case) -> str:
    return reverse("cases:case-detail", args=[case.id])


def linked(actor: Actor, case: Case, other: Case, kind: str = "earlier_case") -> CaseLink:
    with use_scope(actor.scope):
        return link_add(actor=actor, case_id=case.id, reference=str(other.reference), kind=kind, note=NOTE)


def links_panel(text: str) -> str:
    return text.split('id="links"', 1)[1].split("</section>", 1)[0]


def test_a_link_is_seen_from_both_ends_by_the_own_side(people: Corridor) -> None:
    case, earlier = world.case_at(people, "submitted"), world.case_at(people, "refused")
    address = reverse("cases:link-add", args=[case.id])
    assert "Link with another case" in seen(people.officer, address)
    data = {"reference": f" {str(earlier.reference).lower()} ", "kind": "earlier_case", "note": NOTE}
    assert browser(people.officer).post(address, data).status_code == 302
    here = links_panel(seen(people.reviewer, detail(case)))
    assert str(earlier.reference) in here and "Earlier case" in here and NOTE in here
    there = links_panel(seen(people.reviewer, detail(earlier)))
    assert str(case.reference) in there and "Later case" in there
    theirs = links_panel(seen(people.registry, detail(case)))
    assert str(earlier.reference) not in theirs and NOTE not in theirs
    for about in (case, earlier):
        with use_scope(people.supervisor.scope):
            event = Event.objects.get(action="link.added", case_key=about.id)
            assert set(event.parameters) == {"link", "kind"} and str(case.id) not in str(event.parameters)
        with use_scope(people.their_supervisor.scope):
            assert not Event.objects.filter(action="link.added").exists()


def test_absent_and_invisible_cases_are_told_apart_by_nobody(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    other = world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        consulate="pak-mission-vienna",
        border="pak-fia-islamabad",
        requesting="aut-bfa",
    )
    hidden = world.case_at(other, "submitted")
    address = reverse("cases:link-add", args=[case.id])
    answers = []
    for reference in (str(hidden.reference), "AT-PK-2026-999999-F", "nonsense", "NL-RS-2026-000001-Q"):
        answer = browser(people.officer).post(address, {"reference": reference, "kind": "related"})
        assert answer.status_code == 422
        text = answer.content.decode()
        answers.append(text.split('id="id_reference-error"', 1)[1].split("</p>", 1)[0])
    assert len(set(answers)) == 1 and "There is no case with this reference" in answers[0]


def test_only_who_sees_both_sees_the_link(people: Corridor) -> None:
    """The office below the desk sees its own case, not the desk's; the desk sees both."""
    region = world.make_actor("nld-dtv-region-west", "return_officer")
    desk_case = world.case_at(people, "submitted")
    regional = world.corridor(requesting="nld-dtv-region-west")
    region_case = world.case_at(regional, "submitted")
    link = linked(people.officer, region_case, desk_case, "same_person")
    assert str(desk_case.reference) in links_panel(seen(people.officer, detail(region_case)))
    assert str(desk_case.reference) not in seen(region, detail(region_case))
    with use_scope(region.scope), pytest.raises(NotVisible):
        link_end(actor=region, link_id=link.id, reason="x")
    assert browser(region).get(reverse("cases:link-end", args=[region_case.id, link.id])).status_code == 404


def test_a_link_is_ended_from_either_end_and_kept(people: Corridor) -> None:
    case, other = world.case_at(people, "submitted"), world.case_at(people, "submitted")
    link = linked(people.officer, case, other)
    address = reverse("cases:link-end", args=[other.id, link.id])
    assert str(case.reference) in seen(people.reviewer, address)
    assert browser(people.reviewer).post(address, {"reason": ""}).status_code == 422
    assert browser(people.reviewer).post(address, {"reason": "Another person"}).status_code == 302
    assert str(other.reference) not in links_panel(seen(people.officer, detail(case)))
    with use_scope(people.officer.scope):
        kept = CaseLink.objects.get()
        assert (kept.ended_by_name, kept.end_reason) == (people.reviewer.name, "Another person")
        with pytest.raises(StaleVersion):
            link_end(actor=people.officer, link_id=link.id, reason="Again")
        assert Event.objects.filter(action="link.ended").count() == 2
    linked(people.officer, case, other, "related")


@pytest.mark.parametrize("which", ["itself", "twice", "twice the other way"])
def test_what_is_no_new_link(people: Corridor, which: str) -> None:
    case, other = world.case_at(people, "submitted"), world.case_at(people, "submitted")
    linked(people.officer, case, other)
    one, two = {"itself": (case, case), "twice": (case, other)}.get(which, (other, case))
    with pytest.raises(Invalid) as invalid:
        linked(people.officer, one, two, "related")
    assert set(invalid.value.errors) == {"reference"}


def test_who_links(people: Corridor) -> None:
    case, other = world.case_at(people, "accepted"), world.case_at(people, "accepted")
    for actor in (people.supervisor, people.consul):
        with pytest.raises(ActRefused) as refused:
            linked(actor, case, other)
        assert refused.value.code == "not_granted"
    with pytest.raises(NotVisible):
        linked(world.make_actor("alb-border-migration", "registry_officer"), case, other)
    linked(people.registry, case, other, "related")
    assert str(other.reference) not in links_panel(seen(people.officer, detail(case)))


def test_the_family_is_linked_by_itself(people: Corridor) -> None:
    first, second = family(people)
    panel = links_panel(seen(people.officer, detail(first)))
    assert "Family, filed together" in panel and detail(second) in panel


def test_statements_do_not_grow_with_links(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    linked(people.officer, case, world.case_at(people, "submitted"))
    before = statements(people.officer, detail(case))
    for _number in range(4):
        linked(people.officer, case, world.case_at(people, "submitted"))
    assert statements(people.officer, detail(case)) == before
