"""What EMAIL_URL and RCMS_PUBLIC_URL mean."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from rcms.environment import email_from_url, public_url_checked


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", {"EMAIL_IS_ON": False}),
        (
            "smtp://mail.example",
            {"EMAIL_IS_ON": True, "EMAIL_PORT": 25, "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False},
        ),
        (
            "smtps://rcms%40example:p%3Aw@mail.example",
            {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False, "EMAIL_HOST_USER": "rcms@example"},
        ),
        ("smtp://127.0.0.1:2525?tls=off", {"EMAIL_PORT": 2525, "EMAIL_USE_TLS": False, "EMAIL_HOST": "127.0.0.1"}),
        ("smtp://mail.example?tls=maybe", {"EMAIL_USE_TLS": True}),
    ],
)
def test_the_mail_server_is_read_from_its_address(address: str, expected: dict[str, Any]) -> None:
    found = email_from_url(address)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("address", ["http://mail.example", "smtp://", "mail.example:25"])
def test_what_is_no_mail_server_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        email_from_url(address)


@pytest.mark.parametrize("url", ["rcms.example", "ftp://rcms.example", "https://rcms.example/app", "https://"])
def test_what_is_no_public_address_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RCMS_PUBLIC_URL"):
        public_url_checked(url)


def test_the_public_address_ends_without_a_slash() -> None:
    assert public_url_checked("https://rcms.example/") == "https://rcms.example"
    assert public_url_checked("") == ""
