"""Every path over the API of the running system: the scenarios of `tests/api`, asked of one server one after another.

A transit, the accelerated procedure, the settling of costs and the example of the guide have stories of their own.
"""

import inspect
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from tests import world
from tests.api import (
    live,
    systems,
    test_documents,
    test_exits,
    test_families,
    test_interviews,
    test_operations,
    test_procedure,
    test_tracks,
)

PATHS: tuple[Callable[..., None], ...] = (
    test_tracks.test_the_whole_way_of_a_third_country_national,
    test_tracks.test_what_is_out_of_time_is_refused_with_its_code,
    test_procedure.test_asked_for_by_one_system_and_treated_as_normal_by_the_other,
    test_interviews.test_a_visit_is_planned_filled_announced_and_its_person_heard,
    test_interviews.test_the_desk_reminds_asks_again_and_withdraws,
    test_families.test_a_family_of_which_one_is_refused,
    test_families.test_a_child_is_stopped_and_then_released,
    test_exits.test_a_readmission_in_error_from_the_claim_to_the_taking_back,
    test_exits.test_no_system_of_the_other_side_sees_a_suspension,
    test_exits.test_what_was_refused_is_filed_again_with_words,
    test_documents.test_a_document_is_collected_lost_and_asked_for_anew,
    test_documents.test_the_european_document_is_issued_and_revoked,
    test_operations.test_a_flight_from_the_plan_to_the_closing,
    test_operations.test_an_operation_is_cancelled_and_its_persons_told,
    test_operations.test_a_monitor_observes_and_reports,
)


def test_each_path_over_the_api_of_the_running_system(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    live.asking(site, monkeypatch)
    monkeypatch.setattr(test_interviews, "clock", live.MovedClock)
    people = world.corridor()
    given: dict[str, Any] = {
        "people": people,
        "ours": systems.system(systems.REQUESTING),
        "theirs": systems.system(systems.DESK),
    }
    failed = []
    for path in PATHS:
        try:
            path(**{name: given[name] for name in inspect.signature(path).parameters})
        except Exception:  # every path is told, not the first one alone
            failed.append(f"{path.__name__}\n{traceback.format_exc(limit=-4)}")
    assert not failed, "\n\n".join(failed)
