"""Two people at once on one transit."""

import pytest

from cases.models import Transit
from cases.services import transit
from core import clock
from core.errors import ActRefused
from core.scope import use_scope
from tests import transits, world
from tests.concurrency.race import by, together
from tests.concurrency.test_races import split

pytestmark = pytest.mark.commits


def test_an_entry_is_recorded_once(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "transit_scheduled")
    enter = by(people.border, transit.transit_entry_record, case_id=case.id, version=None, at=clock.now())
    done, refused = split(together(enter, enter))
    assert len(done) == 1 and isinstance(refused[0], ActRefused) and refused[0].code == "wrong_status"


def test_whether_revoked_or_entered_first_nobody_is_left_behind(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "transit_scheduled")
    transits.propose_revocation(people, case.id)
    split(
        together(
            by(people.border, transit.transit_entry_record, case_id=case.id, version=None, at=clock.now()),
            by(people.signer, transit.transit_revoke, case_id=case.id, version=None),
        )
    )
    with use_scope(people.supervisor.scope):
        case.refresh_from_db()
        found = Transit.objects.get(case=case)
    # Entered first: to be taken back. Revoked first: the border refuses, and nobody entered.
    assert case.status == "revoked"
    assert found.status == ("aborted" if found.entered_at else "not_entered")
