"""One database for each module; a user of the Dutch desk."""

from collections.abc import Iterator

import pytest

from accounts.models import SignInFailure, User
from tests.accounts.people import new_user
from tests.conftest import OWNER, logged_in_as


@pytest.fixture
def own_database(module_db: str) -> Iterator[None]:
    """The module's database, without the wrong passwords of the test before."""
    yield
    with logged_in_as(OWNER):
        SignInFailure.objects.all().delete()


@pytest.fixture
def user(own_database: None) -> User:
    return new_user(("nld-dtv", "return_officer"))
