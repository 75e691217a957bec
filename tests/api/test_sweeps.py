"""Housekeeping: kept answers and ended tokens go, as the login of the sweeps, which reads neither."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from oauth2_provider.models import AccessToken

from accounts.tasks import clear_sessions
from api.models import IdempotencyKey
from api.tasks import clear_answers
from core.outbox import wall_now
from core.scope import use_scope
from tests.api.systems import REQUESTING, system, token_of
from tests.conftest import OWNER, SWEEP, logged_in_as

pytestmark = pytest.mark.commits


def test_old_answers_and_ended_tokens_are_cleared(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = system(REQUESTING)
    token_of(ours.client, lives=timedelta(seconds=-1))
    key = str(uuid4())
    body = {"receiving_country": "SRB", "agreement": "eu-serbia"}
    first = ours.post("/cases", body, key=key).json()["id"]
    kept = ours.post("/cases", body)
    assert kept.status_code == 201
    with use_scope(ours.actor.scope):
        IdempotencyKey.objects.filter(key=key).update(created_at=wall_now() - timedelta(hours=25))
    for sweep in (clear_answers, clear_sessions):
        with pytest.raises(ImproperlyConfigured, match="RCMS_LOGIN=sweep"):
            sweep()
    with monkeypatch.context() as patch, logged_in_as(SWEEP):
        patch.setattr(settings, "RCMS_LOGIN", "sweep")
        clear_answers()
        clear_sessions()
    with logged_in_as(OWNER):
        assert AccessToken.objects.count() == 1
    assert ours.get("/me").status_code == 200
    with use_scope(ours.actor.scope):
        assert IdempotencyKey.objects.count() == 1
    assert ours.post("/cases", body, key=key).json()["id"] != first


def test_an_answer_older_than_a_day_counts_no_more_even_before_it_is_cleared(transactional_db: None) -> None:
    ours, key = system(REQUESTING), str(uuid4())
    body = {"receiving_country": "SRB", "agreement": "eu-serbia"}
    first = ours.post("/cases", body, key=key).json()["id"]
    with use_scope(ours.actor.scope):
        IdempotencyKey.objects.update(created_at=wall_now() - timedelta(hours=25))
    assert ours.post("/cases", body, key=key).json()["id"] != first
