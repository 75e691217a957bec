"""What every answer tells the browser, whatever stands at the address: walked over the whole list of addresses."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db

EXACTLY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
SOMETHING = {"uuid": "01900000-0000-7000-8000-000000000000", "int": "1", "slug": "x", "str": "x", "path": "x"}


def addresses() -> Iterator[str]:
    """Every address, with something in place of its parts."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            path = str(pattern.pattern)
            for name, converter in pattern.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
                path = path.replace(f"<{kind}:{name}>", SOMETHING[kind]).replace(f"<{name}>", "x")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, prefix + path)
            else:
                yield prefix + path

    yield from walk(get_resolver().url_patterns, "/")
    yield "/no/such/page"


def test_every_answer_carries_the_headers() -> None:
    client, count = Client(), 0
    for address in addresses():
        answer = client.get(address)
        count += 1
        told = {name: answer.get(name) for name in EXACTLY}
        assert told == EXACTLY, (address, told)
        directives = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
        assert directives == POLICY, address
        assert "no-store" in answer["Cache-Control"], (address, answer["Cache-Control"])
        policy = answer["Permissions-Policy"]
        assert "camera=()" in policy and "publickey-credentials-get=(self)" in policy, address
    assert count > 150
