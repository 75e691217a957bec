"""Two at once: a case is asked for once, a request answered by one supervisor, a person kept out once."""

import pytest

from cases.models import CaseAccess
from cases.services.case_access import access_request, conflict_declare, person_exclude, request_grant, request_refuse
from core.errors import ActRefused, Invalid, NotVisible
from tests import world
from tests.concurrency.race import by, together
from tests.concurrency.test_races import split
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits


def test_of_two_answers_one_counts_and_nobody_is_kept_out_twice(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    first, second = people.supervisor, world.make_actor("nld-dtv", "supervisor")
    west = world.make_actor("nld-dtv-region-west", "return_officer")
    ask = by(west, access_request, reference=str(case.reference), reason="The brother", days=7)
    [request], [error] = split(together(ask, ask))
    assert isinstance(error, Invalid) and "waits for an answer" in str(error.errors)
    done, refused = split(
        together(
            by(first, request_grant, request_id=request.id, days=7),
            by(second, request_grant, request_id=request.id, days=1),
            by(second, request_refuse, request_id=request.id, answer="No"),
        )
    )
    assert len(done) == 1 and all(isinstance(error, ActRefused) and error.code == "stale" for error in refused)
    out = {"case_id": case.id, "reason": "A cousin"}
    done, refused = split(
        together(
            by(first, person_exclude, user_id=people.officer.user_id, **out),
            by(second, person_exclude, user_id=people.officer.user_id, **out),
            by(people.officer, conflict_declare, **out),
        )
    )
    # Whoever is kept out already has no such case to declare a conflict of.
    assert len(done) == 1 and all(isinstance(error, Invalid | NotVisible) for error in refused)
    with logged_in_as(OWNER):
        assert CaseAccess.objects.filter(user_id=west.user_id).count() <= 1
        assert CaseAccess.objects.filter(user_id=people.officer.user_id, ended_at=None).count() == 1
