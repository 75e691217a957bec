"""The check that every story makes of every page can fail, also on a page of which the greater part was judged before."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from accounts.actor import Actor
from tests.browser.people import Persona

PAGE = """<!doctype html><html lang="en"><head><title>Cases</title></head><body>
<header><p>Readmission cases</p></header><main><h1>Cases</h1>{more}</main></body></html>"""


@pytest.fixture
def reader(chromium: Any) -> Iterator[Persona]:
    person = Persona(chromium, "", cast("Actor", None))  # nobody signs in
    yield person
    person.close()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("<form><input type='text' name='a'></form>", "label"),
        ("<section><p style='color: #ccc'>Pale words</p></section>", "color-contrast"),
        ("<ul><div>One</div></ul>", "list"),
        ("<p id='a'>One</p><p id='a'>Two</p>", "'a'"),
    ],
)
def test_what_is_wrong_is_found_among_what_was_right(reader: Persona, more: str, said: str) -> None:
    reader.page.set_content(PAGE.format(more="<p>Nothing here yet.</p>"))
    reader.look()
    reader.page.set_content(PAGE.format(more=more))
    with pytest.raises(AssertionError, match=said):
        reader.look()


def test_what_a_script_says_wrong_is_heard(reader: Persona) -> None:
    reader.page.set_content(PAGE.format(more="<p>Nothing here yet.</p>"))
    reader.page.evaluate("console.error('violates the policy')")
    with pytest.raises(AssertionError, match="violates the policy"):
        reader.look()
