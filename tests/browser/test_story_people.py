"""A leaver's cases are handed over before the last day; the list of everybody with access is gone through and signed."""

from typing import Any

from accounts.services.memberships import membership_end
from cases.models import Assignment
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.days import local_day


def test_a_leaver_hands_over_and_access_is_reviewed(site: str, chromium: Any) -> None:
    people = world.corridor()
    cases = [world.case_at(people, status) for status in ("draft", "submitted", "accepted")]
    leaver = people.officer
    anna = world.make_actor("nld-dtv", "administrator", "Anna Bakker")
    head = world.make_actor("nld-dtv", "office_lead", "Hanna de Boer")
    ana = world.make_actor("nld-dtv", "return_officer", "A. de Vries")
    with use_scope(anna.scope):
        membership_end(membership_id=leaver.membership_id, valid_to=local_day())

    administrator = Persona(chromium, site, anna).sign_in()
    administrator.go(f"/administration/people/{leaver.user_id}")
    administrator.sees("Open cases in hand")
    administrator.shoot("person-leaving")
    administrator.misses(str(cases[1].reference))
    administrator.go(f"/administration/roles/{people.reviewer.membership_id}/move")
    administrator.look("person-move")

    lead = Persona(chromium, site, head).sign_in()
    lead.go("/supervision/workload")
    lead.sees("Leaving soon", leaver.name)
    lead.look("leaving-soon")
    lead.press(f"Hand over ({leaver.name})", shot="hand-over")
    for box in lead.page.locator("input[name='to']").all():
        if box.get_attribute("value") == str(ana.user_id):
            box.check(force=True)
    lead.fill(note="Please go on with these")
    lead.press("Look at who gets what", shot="hand-over-preview")
    lead.sees("3 cases are moved.", "A. de Vries")
    lead.page.set_viewport_size({"width": 390, "height": 844})
    lead.look("hand-over-preview-phone")
    lead.press("Move the cases", shot="handed-over-phone")
    with use_scope(head.scope):
        held = Assignment.objects.filter(own_side="requesting").values_list("user_id", flat=True)
        assert set(held) == {ana.user_id} and len(held) == 3
    lead.close()

    administrator.go("/administration/")
    administrator.sees("lists of access to sign by")
    administrator.press("Review of access", shot="access-lists")
    administrator.press("Repatriation and Departure Service", shot="access-list")
    choices = administrator.page.locator("select[name^='decision_']")
    for choice in choices.all():
        choice.select_option("keep")
    administrator.page.set_viewport_size({"width": 390, "height": 844})
    administrator.look("access-list-phone")
    administrator.page.set_viewport_size({"width": 1360, "height": 900})
    choices.first.select_option("end")
    administrator.press("Sign the list", shot="access-signed")
    administrator.sees("Signed by Anna Bakker", "1 decision is still to be carried out")
    administrator.page.set_viewport_size({"width": 390, "height": 844})
    administrator.look("access-signed-phone")
    administrator.close()

    supervisor = Persona(chromium, site, people.supervisor).sign_in()
    supervisor.go("/supervision/")
    supervisor.press("Review of access", shot="access-done")
    supervisor.sees("Anna Bakker")
    supervisor.misses("A. de Vries")
    supervisor.close()
