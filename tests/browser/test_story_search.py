"""An officer finds a person by a misspelt name in the other script: in the bar while typing, on the page, on a phone."""

from typing import Any

from playwright.sync_api import expect

from tests import world
from tests.browser.people import Persona

HUSSAIN = {
    "family_name": "Hussain",
    "given_names": "Muhammad",
    "family_name_native": "حسین",
    "given_names_native": "محمد",
    "native_language": "ur",
    "birth_date": "1995-01-01",
}


def test_a_person_is_found_by_a_misspelt_name_in_the_other_script(chromium: Any, site: str) -> None:
    people = world.corridor()
    other = world.case_at(people, "submitted")
    case = world.case_at(people, "submitted", **HUSSAIN)
    assert case.reference and other.reference
    officer = Persona(chromium, site, people.registry).sign_in()
    page = officer.page
    box = page.get_by_label("Search cases by reference")

    # While typing, with the keyboard alone.
    box.focus()
    page.keyboard.type("Muhamad Husein")
    suggestion = page.locator("#search-suggestions a")
    expect(suggestion).to_have_count(1)
    expect(suggestion.locator("mark").first).to_have_text("Hussain")
    officer.look("search-suggestions")
    page.keyboard.press("Escape")
    expect(suggestion).to_have_count(0)
    assert box.input_value() == "Muhamad Husein"
    page.keyboard.type(" ")
    page.keyboard.press("Backspace")
    page.keyboard.type("n")
    expect(suggestion).to_have_count(1)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    officer.look()
    officer.sees(case.reference)

    # The page: why it was found, and nobody's name in the address.
    box.fill("محمد حسين")
    with page.expect_navigation():
        box.press("Enter")
    officer.look("search-results")
    officer.sees("1 case found", "Family name:")
    assert "/search/" in page.url and "%" not in page.url
    officer.misses(other.reference)
    page.reload()
    officer.sees("1 case found")
    with page.expect_navigation():
        page.get_by_role("link", name="Hussain, Muhammad").click()
    officer.sees(case.reference)
    page.go_back()
    officer.sees("1 case found")

    # Misspelt in the scripts themselves: one letter for another that sounds alike.
    for typed, reference, absent in (
        ("Петравич Милош", other.reference, case.reference),
        ("مهمد حسين", case.reference, other.reference),
    ):
        page.get_by_label("Reference, name, date of birth").fill(typed)
        officer.press("Search")
        officer.sees("1 case found", reference)
        officer.misses(absent)

    # The other way round: Cyrillic asked in Latin letters, misspelt, with a year.
    page.get_by_label("Reference, name, date of birth").fill("Petrowitsch 1991")
    officer.press("Search")
    officer.sees("1 case found", other.reference)
    page.get_by_text("More fields").click()
    officer.fill(birth_year="1995")
    officer.press("Search with these fields", shot="search-nothing")
    officer.sees("0 cases found", "No case that you see is like this")
    officer.close()

    phone = Persona(chromium, site, people.officer)
    phone.page.set_viewport_size({"width": 420, "height": 860})
    phone.sign_in()
    small = phone.page.get_by_label("Search cases by reference")
    small.fill("Pertovic")
    expect(phone.page.locator("#search-suggestions a")).to_have_count(1)
    phone.look("search-suggestions-phone")
    with phone.page.expect_navigation():
        small.press("Enter")
    phone.look("search-results-phone")
    phone.sees("1 case found", other.reference)
    phone.close()
