"""Two agencies contradict each other: reminded, answered in part, asked again, put side by side; the reasons follow."""

from typing import Any

from cases.models import VerificationTask
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.cases.test_verification_together import two_agencies


def answered(persona: Persona, task: VerificationTask, answer: str, *, shot: str = "", **found: str) -> None:
    """The verifier answers as a whole and of single particulars."""
    persona.go(f"/verification/{task.id}")
    persona.page.get_by_text("Answer for single particulars", exact=True).click()
    for name, value in found.items():
        persona.page.locator(f"select[name=finding_{name}]").select_option(value=value)
    persona.page.locator(f"input[name=answer][value={answer}]").check()
    persona.page.locator("textarea[name=remarks]").fill("Looked up in the book of births")
    persona.page.locator("input[name=is_certain]").check()
    persona.press("Give the answer", shot=shot)


def test_two_agencies_contradict_each_other(site: str, chromium: Any) -> None:
    people = world.corridor()
    case, [registry, other], colleague = two_agencies(people)
    desk = Persona(chromium, site, people.registry).sign_in()
    first, second = (Persona(chromium, site, actor).sign_in() for actor in (people.verifier, colleague))

    # The desk reminds one agency, which sees that it is waited for.
    desk.go(f"/cases/{case.id}")
    desk.press(registry.agency.name, shot="question")
    desk.press("Remind the agency")
    desk.sees("The agency is reminded.")
    first.go("/notices/")
    first.sees("Reminder: a question of identity waits for your answer")

    # They answer; one of them in part, and against the other.
    answered(first, registry, "confirmed", family_name="confirmed", birth_date="confirmed")
    answered(second, other, "inconclusive", birth_date="not_confirmed", birth_place="not_known")
    desk.go(f"/cases/{case.id}")
    desk.sees("What the agencies say of each particular", "Contradictory")
    desk.look("answers-together")
    desk.page.set_viewport_size({"width": 420, "height": 900})
    desk.look("answers-together-phone")
    desk.page.set_viewport_size({"width": 1360, "height": 900})

    # What is open is asked again; the answer settles it.
    desk.press(other.agency.name)
    desk.press("Ask again", status=422, shot="ask-again")
    desk.page.locator("textarea[name=question]").fill("The book of births says 14 March. Which day do you have?")
    desk.press("Ask again")
    desk.sees("The agency is asked again.")
    with use_scope(people.registry.scope):
        again = VerificationTask.objects.get(case=case, follows=other)
    second.go(f"/verification/{again.id}")
    second.sees("Which day do you have?")
    answered(second, again, "not_confirmed", birth_date="not_confirmed")

    # The reasons of the decision begin with what the registers say, without naming an agency.
    proposer = Persona(chromium, site, people.proposer).sign_in()
    proposer.go(f"/cases/{case.id}/acts/propose_decision")
    draft = proposer.page.locator("textarea[name=reasons]").input_value()
    assert "The registers contradict each other on" in draft and registry.agency.name not in draft
    proposer.look("reasons-drafted")

    # The requesting side learns results, and neither who was asked nor what they said.
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"/cases/{case.id}")
    officer.sees("3 of 3 answered")
    officer.misses("Contradictory", "Which day do you have?", "book of births", registry.agency.name)
    officer.look("answers-other-side")
    for persona in (desk, first, second, proposer, officer):
        persona.close()
