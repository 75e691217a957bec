"""Every page of the table of routes and the form of every act, in a wide and in a narrow window.

On each: no violation that axe finds, no message in the console, nothing wider than the window.
"""

from collections import defaultdict
from typing import Any

from django.urls import reverse

from tests.browser.people import Persona
from tests.permissions.many import events_not_needed
from tests.permissions.pages import Site, build
from tests.permissions.test_routes import ACTS, ROUTES, expected
from tests.permissions.test_statements import LISTS

WIDE, NARROW = {"width": 1360, "height": 900}, {"width": 360, "height": 800}
# Files themselves, and pieces that pages ask for: no documents of their own.
PIECES = {
    *("documents:file-view", "documents:file-preview", "documents:file-page", "documents:file-download"),
    *("documents:document-status", "notifications:bell", "cases:presence", "administration:agreement-file"),
    *("cases:help-drawing", "accounts:session-state"),
}
# What is there in number, so that tables, pages and long lists are seen.
PLENTY = (
    "cases:case-detail",
    "cases:case-documents",
    "cases:case-messages",
    "cases:thread",
    "notifications:notice-list",
)


def addresses(site: Site) -> dict[str, list[str]]:
    """Persona -> addresses of pages that this person is shown. Everyone of the table is with one of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, line in ROUTES.items():
        route, method = name.split()[:2]
        if method != "get" or route in PIECES:
            continue
        values = {**site.values, "case_id": site.cases[line.get("at", "confirmed")].id}
        reader = next((persona for persona in site.everybody if expected(line, persona) == 200), None)
        if reader is not None:
            found[reader].append(reverse(route, kwargs={key: values[key] for key in line.get("with", [])}))
    for name, line in ACTS.items():
        readers = [persona for persona in site.everybody if expected(line, persona) == 200]
        if readers:
            found[readers[0]].append(reverse("cases:act", args=[site.cases[line["at"]].id, name]))
    return found


def test_every_page_is_sound_in_a_wide_and_in_a_narrow_window(chromium: Any, site: str) -> None:
    lines = (*ROUTES.values(), *ACTS.values())
    world = build(*{line["at"] for line in lines if "at" in line})
    events_not_needed()
    for name in PLENTY:
        LISTS[f"{name} get"][1](world)
    wrong, count = [], 0
    for name, paths in addresses(world).items():
        actor = world.everybody[name]
        person = Persona(chromium, site, actor or world.people.officer)
        if actor is not None:
            person.sign_in()
        for path in paths:
            count += 1
            wrong += [f"{name} {path}: {problem}" for problem in problems(person, path)]
        person.close()
    assert not wrong, "\n".join(wrong)
    assert count > len({name.split()[0] for name in ROUTES}) // 2


def problems(person: Persona, path: str) -> list[str]:
    """What is wrong with a page, in words."""
    found = []
    person.page.set_viewport_size(WIDE)
    for size in (WIDE, NARROW):
        try:
            if size is WIDE:
                person.go(path, whole=True)
            else:
                person.page.set_viewport_size(size)
                person.look()
        except AssertionError as error:
            found.append(f"at {size['width']} px {str(error)[:900]}")
            person.messages.clear()
        width = person.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{width} px wide at {size['width']} px")
    return found
