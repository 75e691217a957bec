"""Every operation of the API × the systems of own, other and no country: the table is `api.toml`.

That every operation answers as it says is shown by `tests/attacks/test_api.py`, with what the answers must not tell.
"""

from rest_framework.views import APIView

from api.urls import urlpatterns
from tests.permissions.api_site import OPERATIONS, PUBLIC


def operations_of_the_urls() -> set[str]:
    found = set()
    for pattern in urlpatterns:
        view = pattern.callback.view_class  # type: ignore[union-attr]
        if issubclass(view, APIView):
            found |= {
                f"{pattern.name} {name}" for name in ("get", "post", "patch", "put", "delete") if hasattr(view, name)
            }
        else:
            found.add(f"{pattern.name} {'post' if pattern.name == 'token' else 'get'}")
    return found


def test_the_table_names_every_operation_and_no_other() -> None:
    assert operations_of_the_urls() == set(OPERATIONS) | set(PUBLIC)


def test_every_operation_succeeds_for_somebody_in_the_table() -> None:
    """Each answer to `System` is held against the description: so every success is described as it is."""
    never = [name for name, line in OPERATIONS.items() if not any(status in (200, 201) for status in line.values())]
    assert never == ["act-other post"], "what needs a named person"
