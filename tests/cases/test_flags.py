"""Marks on a case: set, changed, ended; what follows from the file; who knows of which."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from cases.choices import FlagKind
from cases.models import Case, CaseFlag
from cases.selectors.flags import minor_words
from cases.services import filing
from cases.services.flags import flag_change, flag_end, flag_set
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.ids import uuid7
from core.scope import use_scope
from tests import world
from tests.cases.talk_pages import seen, statements
from tests.cases.work_pages import browser
from tests.days import local_day
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db
REASON = "Flight booked for Thursday"


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def marked(people: Corridor, case: Case, kind: str = "urgent", **values: object) -> CaseFlag:
    actor = values.pop("actor", people.officer)
    with use_scope(actor.scope):  # type: ignore[attr-defined]
        return flag_set(actor=actor, case_id=case.id, kind=kind, **{"reason": REASON, **values})  # type: ignore[arg-type]


def detail(case: Case) -> str:
    return reverse("cases:case-detail", args=[case.id])


def head(text: str) -> str:
    """The bar under the page's head."""
    return text.split('class="identity"', 1)[1].split("</section>", 1)[0]


def flag_list(case: Case) -> str:
    return reverse("cases:flag-list", args=[case.id])


def test_a_mark_is_seen_by_the_own_side(people: Corridor) -> None:
    case = world.case_at(people, "received")
    day = local_day()
    data = {"kind": "urgent", "since_on_day": day.day, "since_on_month": day.month, "since_on_year": day.year}
    assert browser(people.officer).post(flag_list(case), {**data, "reason": REASON}).status_code == 302
    assert "Urgent" in head(seen(people.supervisor, detail(case)))
    assert REASON in seen(people.reviewer, flag_list(case))
    assert "urgent" in seen(people.officer, reverse("cases:case-list"))
    for actor in (people.registry, people.their_supervisor, people.consul):
        text = seen(actor, detail(case)) if actor is not people.consul else ""
        assert "Urgent" not in text and REASON not in text
    assert REASON not in seen(people.registry, flag_list(case))
    assert "urgent" not in seen(people.registry, reverse("cases:case-list")).lower().replace("most urgent", "")
    with use_scope(people.registry.scope):
        assert not CaseFlag.objects.exists()
        assert not Event.objects.filter(action="flag.set").exists()
    with use_scope(people.supervisor.scope):
        event = Event.objects.get(action="flag.set")
        assert event.parameters["kind"] == "urgent" and REASON not in f"{event.parameters}{event.reason}"
        after = Case.objects.get(id=case.id)
    assert (after.version, after.changed_at) == (case.version, case.changed_at)


def test_a_mark_can_be_shared_and_some_never(people: Corridor) -> None:
    case = world.case_at(people, "received")
    marked(people, case, "unaccompanied", is_shared=True)
    theirs = seen(people.registry, detail(case))
    assert "Unaccompanied minor" in head(theirs)
    listed = seen(people.registry, flag_list(case))
    assert REASON in listed and people.officer.authority_name in listed and people.officer.name not in listed
    assert reverse("cases:flag-change", args=[case.id, CaseFlag.objects.none().first() or case.id]) not in listed
    for kind in ("vulnerable", "detained"):
        with pytest.raises(Invalid) as invalid:
            marked(people, case, kind, is_shared=True)
        assert set(invalid.value.errors) == {"is_shared"}
        flag = marked(people, case, kind)
        flag.pk, flag.own_side, flag.ended_at = uuid7(), "", flag.set_at
        with (
            use_scope(people.officer.scope),
            pytest.raises(IntegrityError, match="some_flags_are_never_shared"),
            transaction.atomic(),
        ):
            flag.save(force_insert=True)


def test_each_side_marks_for_itself(people: Corridor) -> None:
    case = world.case_at(people, "received")
    marked(people, case)
    own = marked(people, case, actor=people.registry, reason="Minister asked")
    with pytest.raises(Invalid) as twice:
        marked(people, case)
    assert set(twice.value.errors) == {"kind"}
    assert "Minister asked" in seen(people.proposer, flag_list(case))
    assert "Minister asked" not in seen(people.officer, flag_list(case))
    with use_scope(people.officer.scope), pytest.raises(NotVisible):
        flag_end(actor=people.officer, flag_id=own.id, reason="x")
    shared = marked(people, case, "family", is_shared=True)
    with use_scope(people.registry.scope), pytest.raises(ActRefused) as refused:
        flag_end(actor=people.registry, flag_id=shared.id, reason="x")
    assert refused.value.code == "wrong_side"


def test_changing_keeps_what_stood_before(people: Corridor) -> None:
    case = world.case_at(people, "received")
    flag = marked(people, case)
    today = local_day()
    change = reverse("cases:flag-change", args=[case.id, flag.id])
    assert REASON in seen(people.officer, change)
    until = today + timedelta(days=20)
    answer = browser(people.officer).post(
        change,
        {
            "since_on_day": today.day,
            "since_on_month": today.month,
            "since_on_year": today.year,
            "until_on_day": until.day,
            "until_on_month": until.month,
            "until_on_year": until.year,
            "reason": "Moved to the end of the month",
        },
    )
    assert answer.status_code == 302
    text = seen(people.officer, flag_list(case))
    assert "Moved to the end" in text and REASON in text and "Changed" in text
    assert browser(people.officer).get(change).status_code == 409, "the page of the old row is stale"
    with use_scope(people.officer.scope):
        with pytest.raises(StaleVersion):
            flag_change(actor=people.officer, flag_id=flag.id, reason="x", since_on=today)
        live = CaseFlag.objects.get(ended_at=None)
    end = reverse("cases:flag-end", args=[case.id, live.id])
    posted = {"until_on_day": today.day, "until_on_month": today.month, "until_on_year": today.year}
    assert browser(people.officer).post(end, posted).status_code == 422
    assert browser(people.officer).post(end, {**posted, "reason": "Flew"}).status_code == 302
    assert "Urgent" not in head(seen(people.officer, detail(case)))
    with use_scope(people.officer.scope):
        assert list(CaseFlag.objects.values_list("ended_how", flat=True)) == ["changed", "ended"]
        actions = Event.objects.filter(action__startswith="flag.").order_by("at", "id")
        assert list(actions.values_list("action", flat=True)) == ["flag.set", "flag.changed", "flag.ended"]


def test_a_mark_runs_out_by_itself(people: Corridor) -> None:
    case = world.case_at(people, "received")
    marked(people, case, until_on=local_day() + timedelta(days=1))
    assert "Urgent" in head(seen(people.officer, detail(case)))
    with clock.travel(clock.now() + timedelta(days=3)):
        browsed = seen(people.officer, detail(case))
        assert "Urgent" not in head(browsed)
        assert "Its last day has passed" in seen(people.officer, flag_list(case))
        marked(people, case)
    with use_scope(people.officer.scope):
        assert CaseFlag.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"since_on": date(2100, 1, 1)}, "since_on"),
        ({"until_on": date(2020, 1, 1)}, "until_on"),
    ],
)
def test_a_mark_is_judged(people: Corridor, values: dict[str, object], field: str) -> None:
    case = world.draft(people)
    with pytest.raises(Invalid) as invalid:
        marked(people, case, **{"kind": "urgent", **values})  # type: ignore[arg-type]
    assert field in invalid.value.errors


def test_who_marks(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    for actor in (people.supervisor, people.consul):
        with pytest.raises(ActRefused) as refused:
            marked(people, case, actor=actor)
        assert refused.value.code == "not_granted"
    with pytest.raises(NotVisible):
        marked(people, case, actor=world.make_actor("alb-border-migration", "registry_officer"))
    assert "Set the mark" not in seen(people.supervisor, flag_list(case))
    seen(people.consul, flag_list(case), status=403)


# --- what follows from the file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth_date", "words"),
    [
        ("2010-11-21", "Minor (16 years old)"),
        ("2010-11-23", "Minor (15 years old)"),
        ("2008-11-22", ""),
        ("2008-11-23", "Minor (17 years old)"),
        ("2008", "Perhaps a minor (17–18)"),
        ("2008-12", "Minor (17 years old)"),
        ("2007", ""),
        ("2025-11-23", "Minor (0 years old)"),
        ("2030", ""),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_a_minor_by_the_date_of_birth(birth_date: str, words: str) -> None:
    assert minor_words(birth_date, date(2026, 11, 22))[0] == words


def test_a_minor_is_a_minor_on_both_sides_and_once(people: Corridor) -> None:
    born = (local_day() - timedelta(days=15 * 366)).isoformat()
    case = world.case_at(people, "submitted", birth_date=born)
    marked(people, case, "minor", reason="Says so himself")
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer, case_id=case.id, version=None, values={"vulnerabilities": ["minor"]}, detention={}
        )
    ours = seen(people.officer, detail(case))
    assert head(ours).count("Minor") == 1
    listed = seen(people.officer, flag_list(case))
    assert "by the date of birth; by the safeguards; set by our side, since" in listed
    theirs = seen(people.registry, flag_list(case))
    assert "by the date of birth" in theirs
    for words in ("by the safeguards", "set by", "Says so himself"):
        assert words not in theirs
    rows = seen(people.registry, reverse("cases:case-list"))
    assert "minor" in rows


def test_detention_and_vulnerability_stay_where_they_are(people: Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"vulnerabilities": ["pregnant"]},
            detention={"place": "Rotterdam centre", "since": date(2026, 3, 1)},
        )
    ours = seen(people.officer, detail(case))
    assert "Pregnant woman" in head(ours) and "Detained" in head(ours)
    rows = seen(people.officer, reverse("cases:case-list"))
    assert "vulnerable" in rows and "detained" in rows
    for address in (detail(case), flag_list(case), reverse("cases:case-list")):
        theirs = seen(people.registry, address)
        for words in ("Pregnant", "etained since", "Rotterdam"):
            assert words not in theirs
    assert "Detained" not in head(seen(people.registry, detail(case)))


def test_a_family_is_a_mark_of_its_own(people: Corridor) -> None:
    first, _second = family(people)
    marked(people, first, "family", reason="Two children more abroad")
    text = seen(people.officer, detail(first))
    assert head(text).count("family of 2") == 1
    assert "filed together; set by our side" in seen(people.officer, flag_list(first))


def test_statements_do_not_grow_with_marks(people: Corridor) -> None:
    case = world.case_at(people, "received")
    marked(people, case)
    queue = reverse("cases:case-list")
    before = [statements(people.officer, address) for address in (detail(case), flag_list(case), queue)]
    for kind in FlagKind:
        if kind != "urgent":
            marked(people, case, kind)
    for _number in range(8):
        with use_scope(people.officer.scope):
            live = CaseFlag.objects.get(kind="urgent", ended_at=None)
            flag_change(actor=people.officer, flag_id=live.id, reason="Again", since_on=live.since_on)
    after = [statements(people.officer, address) for address in (detail(case), flag_list(case), queue)]
    assert after == before
