"""Between the end of the time limit and the sweep nobody changes what silence has decided, however late the sweep."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case
from cases.services import decision, extension, information_requests, paper, submission, transfer, verification
from cases.services.recomputation import clock_recompute
from cases.services.silence import clocks_pass
from cases.silence_rules import silence_due
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid
from core.jinja import SOON_DAYS
from core.scope import use_scope
from countries.models import Rule
from tests import world
from tests.api.systems import system
from tests.cases.limits import clocks_of, do, fresh, scan, utc
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day

pytestmark = pytest.mark.commits
SECOND: Final = timedelta(seconds=1)
REFUSAL: Final = {"outcome": "refused", "reason_codes": ["not_identified"], "reasons": "Nobody of this name is known"}


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def swept(people: world.Corridor, case: Case) -> None:
    """The work that the sweep promises, done now."""
    with use_scope(system_scope("SRB")):
        clocks_pass([row.id for row in clocks_of(people.officer, case, "reply")])


def on_paper(people: world.Corridor, case: Case, days: int = 1) -> None:
    """A refusal on paper is entered, dated so many days after the delivery."""
    dated_at = clocks_of(people.officer, case, "reply")[0].started_at + timedelta(days=days)
    do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=dated_at, scan=scan(), **REFUSAL)


def ask_information(people: world.Corridor, case: Case) -> None:
    due_on = local_day() + timedelta(days=5)
    with use_scope(people.proposer.scope):
        information_requests.information_ask(
            actor=people.proposer, case_id=case.id, items=["photograph"], text="", due_on=due_on
        )


# From where, what is tried, and the code by which it is refused. More time is not asked for after the limit anyway.
ACTS: Final[dict[str, tuple[str, Callable[[world.Corridor, Case], Any], str]]] = {
    "countersign": ("decision_proposed", lambda p, c: do(p.signer, decision.decision_countersign, c), "silence_due"),
    "send back": (
        "decision_proposed",
        lambda p, c: do(p.signer, decision.decision_send_back, c, reason="Look again"),
        "silence_due",
    ),
    "propose": ("received", lambda p, c: do(p.proposer, decision.decision_propose, c, **REFUSAL), "silence_due"),
    "acknowledge": ("submitted", lambda p, c: do(p.registry, submission.case_acknowledge, c), "silence_due"),
    "return": (
        "received",
        lambda p, c: do(p.registry, submission.case_return_incomplete, c, codes=["photograph"]),
        "silence_due",
    ),
    "ask agencies": (
        "received",
        lambda p, c: do(p.registry, verification.verification_ask, c, agencies=[p.agency]),
        "silence_due",
    ),
    "withdraw": ("received", lambda p, c: do(p.reviewer, submission.case_withdraw, c, code="other"), "silence_due"),
    "paper in time": ("received", on_paper, "silence_due"),
    "ask information": ("received", ask_information, "silence_due"),
    "more time": (
        "received",
        lambda p, c: do(p.proposer, extension.extension_request, c, reasons="Many cases"),
        "limit_not_running",
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_before_the_sweep_nothing_is_possible_and_after_it_the_case_is_accepted(
    people: world.Corridor, name: str
) -> None:
    status, act, code = ACTS[name]
    case = world.case_at(people, status)
    due_at = clocks_of(people.officer, case, "reply")[0].due_at
    with clock.travel(due_at + SECOND):
        with pytest.raises(ActRefused) as refused:
            act(people, case)
        assert refused.value.code == code
        swept(people, case)
        found = fresh(people.officer, case)
        assert (found.status, found.basis, found.decided_at) == ("accepted", "silence", due_at)


@pytest.mark.parametrize("name", ACTS)
def test_a_second_before_the_end_everything_is_possible(people: world.Corridor, name: str) -> None:
    status, act, _code = ACTS[name]
    case = world.case_at(people, status)
    with clock.travel(clocks_of(people.officer, case, "reply")[0].due_at - SECOND):
        act(people, case)


def test_after_the_sweep_the_date_of_the_paper_decides(people: world.Corridor) -> None:
    late, early = world.case_at(people, "received"), world.case_at(people, "received")
    with clock.travel(clocks_of(people.officer, early, "reply")[0].due_at + SECOND):
        for case in (late, early):
            with pytest.raises(ActRefused):
                on_paper(people, case)
            swept(people, case)
        with pytest.raises(Invalid) as invalid:
            at = clock.now()
            do(people.reviewer, paper.paper_reply, late, channel="post", dated_at=at, scan=scan(), **REFUSAL)
        assert set(invalid.value.errors) == {"dated_at"}
        on_paper(people, early)
    assert fresh(people.officer, late).status == "accepted"
    assert fresh(people.officer, early).status == "refused"


def test_after_the_sweep_the_case_goes_on(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    with clock.travel(clocks_of(people.officer, case, "reply")[0].due_at + SECOND):
        swept(people, case)
        values = {
            "crossing_point": people.crossing_point,
            "arrives_at": clock.now() + timedelta(days=9),
            "means": "air",
        }
        do(people.officer, transfer.transfer_plan, case, values=values)


def test_where_silence_decides_nothing_a_late_answer_is_taken_at_once(people: world.Corridor) -> None:
    with world.rule_with(people, "reply", effect_of_silence="none"):
        case = world.case_at(people, "decision_proposed")
    with clock.travel(clocks_of(people.officer, case, "reply")[0].due_at + SECOND):
        do(people.signer, decision.decision_countersign, case)
    assert fresh(people.officer, case).basis == "express"


def test_a_rule_applied_late_changes_nothing_either(people: world.Corridor) -> None:
    """An administrator's new count reaches no limit that silence has decided."""
    case = world.case_at(people, "received")
    row = clocks_of(people.officer, case, "reply")[0]
    with logged_in_as(OWNER):
        world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(value=12)
    with use_scope(system_scope("SRB")):
        with clock.travel(row.due_at):
            assert clock_recompute(clock_id=row.id) is None
        with clock.travel(row.due_at - SECOND):
            assert clock_recompute(clock_id=row.id) is not None


def test_a_rule_applied_late_leaves_people_their_days(people: world.Corridor) -> None:
    """A limit that runs is not moved to an end that is nearly there; one that ends so soon anyway follows its rule."""
    with clock.travel(utc("2026-03-02 10:00")):
        case, other = world.case_at(people, "received"), world.case_at(people, "received")
    row, near = (clocks_of(people.officer, one, "reply")[0] for one in (case, other))
    soon, day = timedelta(days=SOON_DAYS), timedelta(days=1)
    with logged_in_as(OWNER):
        # A day less.
        world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(value=9)
    with use_scope(system_scope("SRB")):
        for left in (soon, soon + day - SECOND):
            with clock.travel(row.due_at - left):
                assert clock_recompute(clock_id=row.id) is None
        for whose, left in ((row, soon + day), (near, soon - SECOND)):
            with clock.travel(whose.due_at - left):
                moved = clock_recompute(clock_id=whose.id)
                assert moved is not None and moved.due_at == whose.due_at - day


# --- what people see --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ("accepted", "the case is being accepted by silence"),
        ("transfer_may_proceed", "the transfer may go ahead without a reply"),
    ],
)
def test_the_page_says_so_and_what_was_typed_is_kept(people: world.Corridor, effect: str, words: str) -> None:
    with world.rule_with(people, "reply", effect_of_silence=effect):
        case = world.case_at(people, "received")
    mine = reverse("cases:act", args=[case.id, "propose_decision"])
    typed = {"outcome": "refused", "refusal_codes": ["not_identified"], "reasons": "Nobody of this name is known"}
    with clock.travel(clocks_of(people.officer, case, "reply")[0].due_at + SECOND):
        for actor in (people.officer, people.proposer):
            html = page(browser(actor), reverse("cases:case-detail", args=[case.id]))
            assert "The time limit for the reply has passed" in html and words.split(" ", 1)[1] in html
            assert "/acts/" not in html, "nothing is offered"
        assert words in page(browser(people.proposer), mine, 403)
        # A form that is old as well is told the same: another one would not help.
        for version in (case.version, case.version - 1):
            answer = browser(people.proposer).post(mine, {"version": version, **typed})
            html = answer.content.decode()
            assert answer.status_code == 403 and words in html and str(typed["reasons"]) in html


def test_a_national_system_is_told_by_a_code_of_its_own(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    theirs = system("srb-mup-readmission")
    with clock.travel(clocks_of(people.officer, case, "reply")[0].due_at + SECOND):
        listed = {row["name"]: row["code"] for row in theirs.get(f"/cases/{case.id}/acts").json()["results"]}
        assert listed["propose_decision"] == listed["return_incomplete"] == "silence_due"
        answer = theirs.act(case.id, "return_incomplete", {"codes": ["photograph"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "silence_due")
    assert fresh(people.registry, case).status == "received"


def test_nothing_is_asked_while_no_limit_has_passed(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    due_at = clocks_of(people.officer, case, "reply")[0].due_at
    with use_scope(people.officer.scope):
        found = Case.objects.get(id=case.id)
        for at, statements, basis in ((due_at - SECOND, 0, ""), (due_at, 1, "silence")):
            with clock.travel(at), CaptureQueriesContext(connection) as asked:
                assert silence_due(found) == basis
            assert len(asked) == statements


# --- any order --------------------------------------------------------------------------------------------------------


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(("sweep", "countersign", "send back", "withdraw", "paper")), st.integers(-3, 3)),
        max_size=5,
    )
)
@settings(max_examples=12, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_act_after_the_end_wins(people: world.Corridor, steps: list[tuple[str, int]]) -> None:
    """Sweep and acts at so many seconds from the end, in any order: until the end the first answer holds, from then on
    silence, unless a paper is entered after the sweep that came before the end."""
    case = world.case_at(people, "decision_proposed")
    due_at = clocks_of(people.officer, case, "reply")[0].due_at
    tried: dict[str, Callable[[], Any]] = {
        "sweep": lambda: swept(people, case),
        "countersign": lambda: do(people.signer, decision.decision_countersign, case),
        "send back": lambda: do(people.signer, decision.decision_send_back, case, reason="Look again"),
        "withdraw": lambda: do(people.reviewer, submission.case_withdraw, case, code="other"),
        "paper": lambda: on_paper(people, case),
    }
    for name, seconds in sorted(steps, key=lambda step: step[1]):
        before = fresh(people.officer, case)
        with clock.travel(due_at + seconds * SECOND):
            try:
                tried[name]()
            except ActRefused:
                assert fresh(people.officer, case).version == before.version
                continue
        after = fresh(people.officer, case)
        if seconds < 0 or name == "sweep":
            continue
        assert before.status not in ("submitted", "received", "in_verification", "decision_proposed"), name
        assert after.basis == {"paper": "paper"}.get(name, before.basis)
    open_before = fresh(people.officer, case).status in ("in_verification", "decision_proposed")
    with clock.travel(due_at + 9 * SECOND):
        swept(people, case)
    if open_before:
        found = fresh(people.officer, case)
        assert (found.status, found.basis, found.decided_at) == ("accepted", "silence", due_at)
