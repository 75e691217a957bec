"""Small things that everything stands on: references, keys, audiences, what pages of refusal repeat, addresses."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import get_resolver
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, StaleVersion
from core.ids import uuid7
from core.independent import run_independently
from core.middleware import RequestContextMiddleware
from core.references import check_character, normalised, reference
from core.request_context import client_address, counted_address, request_id
from core.views import typed_values

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
REFERENCES = st.builds(reference, CODES, CODES, st.integers(2020, 2099), st.integers(1, 9_999_999))


@given(REFERENCES)
def test_a_reference_is_understood_however_it_is_typed(text: str) -> None:
    for typed in (text, text.lower(), f"  {text} ", text.replace("-", " - "), text.replace("-", "–")):
        assert normalised(typed) == text


@given(REFERENCES, st.data())
def test_one_wrong_character_is_never_another_reference(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1).filter(lambda at: text[at] != "-"))
    other = data.draw(st.sampled_from([c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != text[place]]))
    assert normalised(text[:place] + other + text[place + 1 :]) is None


def test_two_neighbours_swapped_are_hardly_ever_another_reference() -> None:
    """The standard promises nearly all swaps: here fewer than one in thirty slips through."""
    swaps, missed = 0, []
    for pair in (("NL", "RS"), ("AT", "PK"), ("DE", "GE"), ("CH", "MK"), ("RS", "NL"), ("XK", "AT")):
        for number in (1, 17, 123, 4_096, 50_607, 987_654):
            text = reference(*pair, 2026, number)
            for at in range(len(text) - 1):
                if "-" not in text[at : at + 2] and text[at] != text[at + 1]:
                    swaps += 1
                    if normalised(text[:at] + text[at + 1] + text[at] + text[at + 2 :]) is not None:
                        missed.append((text, at))
    assert swaps > 250 and len(missed) * 30 < swaps, missed


@pytest.mark.parametrize(
    "text", ["", "-", "NL-RS-2026-000123", "NL-RS-2026-123-7", "ⅣL-RS-2026-000123-7", "NL-RS-２０２６-000123-7", "\0"]
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert normalised(text) is None


def test_the_check_character_is_the_standards() -> None:
    """ISO/IEC 7064, MOD 37,36. The printed example is of another user of it, the Global Release Identifier."""
    assert check_character("A1-2425G-ABC1234002") == "M"
    for text in ("1", "794", "NL-RS-2026-000123", "ZZZZ"):
        assert _remainder(text.replace("-", "") + check_character(text)) == 1


def _remainder(text: str) -> int:
    """The recursive method of the standard, 7.2: P(1) = 36; S = P + a; P = (S mod 36, or 36) * 2 mod 37."""
    product = 36
    for at, character in enumerate(text):
        total = (product + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(character)) % 36
        if at == len(text) - 1:
            return total
        product = (total or 36) * 2 % 37
    raise AssertionError("empty")


def test_keys_are_uuid7_in_the_order_of_time() -> None:
    keys = [uuid7() for _ in range(1000)]
    assert len(set(keys)) == 1000
    assert all(key.version == 7 and key.variant == "specified in RFC 4122" for key in keys)
    milliseconds = [key.int >> 80 for key in keys]
    assert milliseconds == sorted(milliseconds)
    assert abs(datetime.fromtimestamp(milliseconds[0] / 1000, UTC) - datetime.now(UTC)) < timedelta(minutes=1)


def test_audiences_add_up_without_repeating() -> None:
    office = uuid4()
    both = Audience(("NLD",), (office,)) | Audience(("SRB", "NLD"), (office,), (3,))
    assert both == Audience(("NLD", "SRB"), (office,), (3,))
    assert both.fields() == {
        "audience_countries": ["NLD", "SRB"],
        "audience_authorities": [office],
        "audience_groups": [3],
    }


def test_the_clock_can_be_stopped_and_goes_on() -> None:
    moment = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    with clock.travel(moment):
        assert clock.now() == moment
        with clock.travel(moment + timedelta(days=1)):
            assert clock.now() == moment + timedelta(days=1)
        assert clock.now() == moment
    assert clock.now() > moment and clock.now().tzinfo is UTC
    with pytest.raises(ValueError, match="aware"), clock.travel(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_refusals_say_what_they_are() -> None:
    assert ActRefused("wrong_side").message == "wrong_side" and ActRefused("x").status == 403
    assert StaleVersion("stale").status == 409
    assert Invalid({"a": ["x"], "b": ["y"]}).errors == {"a": ["x"], "b": ["y"]}


def test_the_page_of_refusal_repeats_what_was_typed_and_no_secret() -> None:
    request = RequestFactory().post(
        "/x",
        {
            "csrfmiddlewaretoken": "t",
            "version": "3",
            "person-version": "3",
            "password": "s3cret",
            "old_password": "s3cret",
            "new_password1": "s3cret",
            "new_password2": "s3cret",
            "family_name": "Petrović",
            "person-given_names": "Miloš",
            "blank": "   ",
            "languages": ["sr", "en"],
            "due_on_day": "22",
            "decision": "approve",
            "thread": "0197a0c6-5a1c-7d3e-9f57-0f2f6a1f9a11",
            "note": "Ask for the register",
        },
    )
    get_resolver().url_patterns  # noqa: B018 (loads every page with its form, as the server has)
    assert typed_values(request) == [
        ("Family name", "Petrović"),
        ("Person given names", "Miloš"),
        ("Note", "Ask for the register"),
    ]
    assert typed_values(RequestFactory().get("/x?family_name=P")) == []


def seen_by_middleware(**meta: str) -> tuple[str, str | None, HttpResponse]:
    found: list[tuple[str, str | None]] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append((request_id.get(), client_address.get()))
        return HttpResponse("x")

    response = RequestContextMiddleware(view)(RequestFactory().get("/", **meta))
    return *found[0], response


def test_the_request_id_is_ours_and_ends_with_the_request() -> None:
    name, _, response = seen_by_middleware(HTTP_X_REQUEST_ID="chosen by the client")
    assert UUID(name).version == 7 and response["X-Request-Id"] == name
    assert response["Cache-Control"] == "no-store"
    assert request_id.get() == "-" and client_address.get() is None


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (True, "not an address", None),
        (True, "::1", "::1"),
    ],
)
def test_the_clients_address_is_the_proxys_word_only_behind_a_proxy(
    behind_proxy: bool, forwarded: str, expected: str | None
) -> None:
    header = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    with override_settings(SECURE_PROXY_SSL_HEADER=header):
        _, address, _ = seen_by_middleware(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert address == expected


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1:a:b:c:d", "2001:db8:0:1::"),
        ("2001:db8:0:1::", "2001:db8:0:1::"),
        ("2001:db8:0:2::1", "2001:db8:0:2::"),
        ("fe80::1%eth0", "fe80::"),
        (None, None),
    ],
)
def test_attempts_are_counted_by_what_one_machine_has(address: str | None, counted: str | None) -> None:
    token = client_address.set(address)
    try:
        assert counted_address() == counted
    finally:
        client_address.reset(token)


def test_an_independent_write_raises_where_it_was_asked_for() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_independently(fail)


def test_an_independent_write_keeps_the_context() -> None:
    seen: list[datetime] = []
    moment = datetime(2026, 5, 5, tzinfo=UTC)
    with clock.travel(moment):
        run_independently(lambda: seen.append(clock.now()))
    assert seen == [moment]
