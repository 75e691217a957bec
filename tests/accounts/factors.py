"""What a person with an authenticator app does: here the app is a few lines."""

import re
from time import time
from typing import Any

from django.test import Client

from accounts import totp
from accounts.models import User
from tests.accounts.people import sign_in

SECOND, FACTORS, APP = "/account/sign-in/second-step", "/account/second-step", "/account/second-step/app"
PASSKEY, CODES, CONFIRM = "/account/second-step/passkey", "/account/second-step/recovery-codes", "/account/confirm"


def secret_on(page: Any) -> str:
    """The secret as text, as a person without a camera reads it."""
    found = re.search(r'class="secret-text">(.*?)</p>', page.text, re.DOTALL)
    assert found
    return "".join(re.findall(r"<span>([A-Z2-7]+)</span>", found[1]))


def code_of(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or some steps later."""
    return totp.code_at(secret, int(time()) // totp.STEP_SECONDS + ahead)


def enrol(client: Client) -> str:
    """From the page of the app to its first code; returns the secret."""
    secret = secret_on(client.get(APP))
    answer = client.post(APP, {"code": code_of(secret), "name": "Telephone"})
    assert answer.status_code == 302, answer.text
    return secret


def enrolled(user: User) -> tuple[Client, str, list[str]]:
    """Somebody who signed in for the first time and enrolled: the browser, the secret, the recovery codes."""
    client = Client()
    sign_in(client, user.login_name)
    secret = enrol(client)
    codes = re.findall(r"<code>([a-z0-9-]+)</code>", client.post(CODES, follow=True).text)
    return client, secret, codes
