"""Two countries agree for themselves alone: what a third one reads, counts and sees stays as it was, whatever they try.

The evidence lists, forms, attachments, suspensions and the head of an agreement are changed in the same way as values.
"""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from administration import payloads
from administration.models import Recomputation
from administration.selectors.changes import change_get
from administration.selectors.unverified import unverified_lines
from administration.services.recomputations import change_preview
from audit.models import Event
from cases.services.filing import evidence_worth
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.ids import uuid7
from core.scope import use_scope
from countries.models import AgreedValue, Agreement, EvidenceItem, Rule
from countries.selectors.agreed import held_items
from countries.selectors.lists import attachments_for, evidence_for, forms_for
from countries.selectors.rules import agreements_between, rules_for
from notifications.models import Notice
from tests import world
from tests.administration.conftest import Administrators
from tests.administration.test_time_changes import (
    agreed_reply,
    approve,
    ask,
    carry_out,
    change_of,
    clocks_of,
    edit_of,
    serbian_reply,
)

TODAY = dt.date(2026, 12, 1)


def reply_days(requesting: str, receiving: str) -> int | None:
    return rules_for(requesting, receiving, "own_national", TODAY, agreement="eu-serbia")["reply"].value


def item_edit(part: str, key: str, *, agreement: str = "eu-serbia", partner: str = "SRB", **changes: Any) -> Any:
    held = held_items(Agreement.objects.get(code=agreement), "NLD", partner).get((part, key))
    before = held.values if held else {"certainty": "T"}
    return payloads.ItemEdit(
        part=part,
        key=key,
        based_on=held.version if held else 0,
        before=payloads.item_values(before) if held else None,
        after=payloads.item_values({**before, **changes}),
    )


def items_of(*edits: payloads.ItemEdit, **more: Any) -> payloads.EditAgreement:
    return change_of(items=edits, **more)


# --- values -----------------------------------------------------------------------------------------------------------


def test_a_value_for_all_is_changed_between_the_two_alone(people: Administrators) -> None:
    approve(people.serbian, ask(people.first, change_of(edit_of(serbian_reply(), value=12))))
    assert (reply_days("NLD", "SRB"), reply_days("SRB", "NLD")) == (12, 12)
    assert {reply_days("DEU", "SRB"), reply_days("SRB", "DEU"), reply_days("AUT", "SRB")} == {10}
    assert (serbian_reply().value, serbian_reply().version) == (10, 1)
    # It is theirs: they change it again, and others agree on theirs.
    agreed = agreed_reply()
    assert agreed is not None
    approve(people.serbian, ask(people.first, change_of(edit_of(agreed, value=14))))
    approve(people.serbian, ask(people.austrian, change_of(edit_of(serbian_reply(), value=8))))
    assert (reply_days("NLD", "SRB"), reply_days("SRB", "NLD")) == (14, 12)
    assert (reply_days("AUT", "SRB"), reply_days("DEU", "SRB")) == (8, 10)


def test_a_value_of_the_pair_keeps_the_rank_of_the_one_in_whose_place_it_stands(people: Administrators) -> None:
    general = serbian_reply()
    columns = {"agreement_id": "eu-serbia", "kind": "reply", "start_event": "delivery", "certainty": "T"}
    world.every(Rule).create(**columns, track="own_national", value=6, unit="calendar_day")
    approve(people.serbian, ask(people.first, change_of(edit_of(general, value=12))))
    # Own nationals have a value of their own: the one for any person that was changed is none for them.
    assert reply_days("NLD", "SRB") == 6
    stateless = rules_for("NLD", "SRB", "stateless", TODAY, agreement="eu-serbia")["reply"]
    assert stateless.value == 12


@pytest.mark.parametrize("column", ["requesting_country", "receiving_country"])
def test_two_countries_enter_nothing_for_a_third(people: Administrators, column: str) -> None:
    edit = edit_of(serbian_reply(), value=1, **{column: "DEU"})
    new = payloads.RuleEdit(**{**payloads.payload_plain(edit), "rule": "", "based_on": 0, "suspension_causes": ()})
    for hostile in (edit, new):
        with pytest.raises(Invalid) as refused:
            ask(people.first, change_of(hostile))
        assert column in refused.value.errors
    german = world.every(Rule).create(
        agreement_id="eu-serbia",
        kind="reply",
        start_event="delivery",
        certainty="T",
        value=9,
        unit="calendar_day",
        **{f"{column}_id": "DEU"},
    )
    with pytest.raises(Invalid) as refused:
        ask(people.first, change_of(edit_of(german, value=1)))
    assert column in refused.value.errors
    # Nor past the forms and services, in a row of the own making: it is checked again when it is approved.
    change = ask(people.first, change_of(edit_of(serbian_reply(), value=12)))
    with use_scope(people.first.scope):
        change.id, change._state.adding = uuid7(), True
        change.payload["rules"] = [payloads.payload_plain(edit_of(german, value=1))]
        change.save(force_insert=True)
    assert approve(people.serbian, change).state == "failed"
    assert Rule.objects.get(id=german.id).value == 9


@pytest.mark.parametrize(("partner", "agreement"), [("DEU", "eu-serbia"), ("NLD", "eu-serbia"), ("CHE", "eu-serbia")])
def test_the_partner_is_a_country_of_the_other_party(people: Administrators, partner: str, agreement: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(people.first, change_of(edit_of(serbian_reply(), value=12), partner=partner, partners=False))
    assert list(refused.value.errors) == ["partner"]


def test_a_country_decides_only_what_was_put_before_it(people: Administrators) -> None:
    """Serbia asks the Netherlands: Austria, bound by the same agreement, neither reads nor decides it."""
    change = ask(people.serbian, change_of(edit_of(serbian_reply(), value=12), partner="NLD"))
    for actor, refusal in ((people.austrian, NotVisible), (people.serbian, ActRefused)):
        with pytest.raises(refusal):
            approve(actor, change)
    assert approve(people.second, change).state == "approved"
    assert (reply_days("AUT", "SRB"), reply_days("NLD", "SRB")) == (10, 12)


def test_only_cases_between_the_two_are_shown_and_computed_anew(people: Administrators) -> None:
    ours, theirs = world.corridor(), world.corridor(requesting="aut-bmi")
    case, austrian = world.case_at(ours, "received"), world.case_at(theirs, "received")
    world.every(Rule).filter(id=serbian_reply().id).update(value=11)
    payload = change_of(edit_of(serbian_reply(), value=12))
    change = ask(people.first, payload)
    with use_scope(people.serbian.scope):
        rows = change_preview(actor=people.serbian, payload=payload, country="NLD")
    assert [row.reference for row in rows] == [case.reference]
    approve(people.serbian, change, None)
    with use_scope(people.serbian.scope):
        assert [row.case_reference for row in Recomputation.objects.all()] == [case.reference]
    carry_out()
    assert (len(clocks_of(ours, case)), len(clocks_of(theirs, austrian))) == (2, 1)


def test_all_administrators_of_both_countries_hear_of_what_was_agreed_and_nobody_else(people: Administrators) -> None:
    change = ask(people.first, change_of(edit_of(serbian_reply(), value=12)))
    approve(people.serbian, change)
    other = world.make_actor("srb-mup-readmission", "administrator", "Goran Second")
    told = {"first": people.second, "second": other, "third": people.austrian}
    seen = {}
    for name, actor in told.items():
        with use_scope(actor.scope):
            seen[name] = Notice.objects.filter(action="change.approved", subject=f"changerequest:{change.id}").count()
    assert seen == {"first": 1, "second": 1, "third": 0}


# --- everything else that an agreement says ---------------------------------------------------------------------------


def worth(requesting: str, receiving: str, kind: str) -> tuple[str, str]:
    items = {
        item.kind: item
        for item in evidence_for(requesting, receiving, TODAY, agreement="eu-serbia")
        if item.purpose == "nationality"
    }
    return (items[kind].worth, items[kind].certainty) if kind in items else ("", "")


def test_a_means_of_evidence_is_confirmed_between_two_and_stays_unverified_for_others(people: Administrators) -> None:
    before = worth("NLD", "SRB", "driving_licence")
    assert before[1] == "M"
    said = {"certainty": "T", "source": "Official Journal", "citation": "Annex 2"}
    edit = item_edit("evidence", "nationality:driving_licence:", **said)
    change = ask(people.first, items_of(edit))
    with use_scope(people.first.scope):
        rows = change_get(people.first, change.id).rows
    assert any("Driving licence" in label and "read in the text" in words for label, words in rows)
    assert worth("NLD", "SRB", "driving_licence") == before
    assert approve(people.serbian, change).state == "approved"
    assert worth("NLD", "SRB", "driving_licence") == (before[0], "T")
    assert worth("SRB", "NLD", "driving_licence") == (before[0], "T")
    assert worth("AUT", "SRB", "driving_licence") == before
    case = world.case_at(world.corridor(), "received")
    assert evidence_worth(case, "driving_licence", None)["worth_certainty"] == "T"
    kept = AgreedValue.objects.get()
    assert (kept.version, kept.requested_by_id, kept.confirmed_by_id) == (1, "NLD", "SRB")
    with use_scope(people.serbian.scope):
        assert Event.objects.filter(action="agreement.agreed").exists()


def test_the_list_that_was_read_may_lack_a_document_and_have_another(people: Administrators) -> None:
    gone = item_edit("evidence", "nationality:driving_licence:", is_removed=True)
    new = {"certainty": "T", "worth": "proof", "source": "Official Journal"}
    key = "nationality:weapons_permit:"
    assert worth("NLD", "SRB", "weapons_permit") == ("", "")
    approve(people.serbian, ask(people.first, items_of(gone, item_edit("evidence", key, **new))))
    assert worth("NLD", "SRB", "driving_licence") == ("", "")
    assert worth("NLD", "SRB", "weapons_permit") == ("proof", "T")
    assert worth("AUT", "SRB", "weapons_permit") == ("", "") != worth("AUT", "SRB", "driving_licence")


def test_a_form_an_attachment_and_the_head_hold_between_the_two(people: Administrators) -> None:
    read = {"certainty": "T", "source": "The text"}
    form = item_edit("form", "application", annex="Annex 66", languages=["en", "sr"], **read)
    attachment = item_edit("attachment", "SRB:photograph", note="Two of them", **read)
    head = item_edit("head", "", certainty="T", citation="OJ L 334", in_force_from="2008-01-01", legal_note="Read.")
    approve(people.serbian, ask(people.first, items_of(form, attachment, head)))
    for requesting, annex, note, citation in (("NLD", "Annex 66", "Two of them", True), ("AUT", None, None, False)):
        pair = (requesting, "SRB")
        found = forms_for(*pair, TODAY, agreement="eu-serbia").get("application")
        assert (found is not None and found.annex == "Annex 66") is (annex is not None)
        notes = {row.kind: row.note for row in attachments_for(*pair, agreement="eu-serbia")}
        assert (notes.get("photograph") == "Two of them") is (note is not None)
        (agreement,) = (row for row in agreements_between(*pair, TODAY) if row.code == "eu-serbia")
        assert (agreement.legal_note == "Read.") is citation


def test_the_head_of_an_agreement_is_marked_on_the_case_until_it_is_confirmed(
    people: Administrators, client_of: Any
) -> None:
    world.every(Agreement).filter(code="eu-serbia").update(certainty="M")
    ours, theirs = world.corridor(), world.corridor(requesting="aut-bmi")
    own, other = (world.case_at(corridor, "received") for corridor in (ours, theirs))

    def is_marked(actor: Any, case: Any) -> bool:
        page = client_of(actor).get(reverse("cases:case-detail", args=[case.id])).content.decode()
        return "heading of the agreement unverified" in page

    assert is_marked(ours.officer, own) and is_marked(theirs.officer, other)
    edit = item_edit("head", "", certainty="T", citation="OJ L 334")
    approve(people.serbian, ask(people.first, items_of(edit)))
    assert not is_marked(ours.officer, own) and not is_marked(ours.registry, own)
    assert is_marked(theirs.officer, other)


def test_an_agreement_is_suspended_between_two_from_its_first_day_and_taken_up_again(people: Administrators) -> None:
    first = dt.date(2026, 12, 1)
    edit = item_edit("suspension", first.isoformat(), certainty="T", source="Note verbale")
    approve(people.serbian, ask(people.first, items_of(edit)))

    def binds(requesting: str, day: dt.date) -> bool:
        return "eu-serbia" in {row.code for row in agreements_between(requesting, "SRB", day)}

    day = dt.timedelta(days=1)
    assert binds("NLD", first - day) and not binds("NLD", first) and binds("AUT", first)
    last = item_edit("suspension", first.isoformat(), to_date="2026-12-10")
    approve(people.serbian, ask(people.first, items_of(last)))
    assert not binds("NLD", dt.date(2026, 12, 10)) and binds("NLD", dt.date(2026, 12, 11))


@pytest.mark.parametrize(
    ("part", "key", "changes", "field"),
    [
        ("evidence", "nationality:passport:", {"certainty": "T", "source": " "}, "source"),
        ("evidence", "nationality:passport:", {"worth": "much"}, "worth"),
        ("evidence", "nationality:passport:", {"expired_at_most_months": 5000}, "expired_at_most_months"),
        ("evidence", "nationality:passport:", {}, "__all__"),
        ("evidence", "nationality:spoon:", {"certainty": "T", "source": "x", "worth": "proof"}, "key"),
        ("evidence", "nationality:passport:soon", {"certainty": "T", "source": "x", "worth": "proof"}, "key"),
        ("attachment", "ALB:photograph", {"certainty": "T", "source": "x"}, "key"),
        ("form", "application:", {"certainty": "T", "source": "x"}, "key"),
        ("form", "reply", {"certainty": "T", "source": "x", "languages": ["english!"]}, "languages"),
        ("head", "x", {"certainty": "T", "citation": "x"}, "key"),
        ("head", "", {"is_removed": True}, "is_removed"),
        ("head", "", {"in_force_from": "2026-01-02", "in_force_to": "2026-01-01"}, "in_force_to"),
        ("suspension", "2026-12-01", {"source": "x", "to_date": "2026-11-01"}, "to_date"),
        ("suspension", "2026-12-01", {"source": "x", "is_removed": True}, "is_removed"),
        ("suspension", "2026-12-01", {"source": "x" * 301}, "source"),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    people: Administrators, part: str, key: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(people.first, items_of(item_edit(part, key, **changes)))
    assert list(refused.value.errors) == [field]


def test_a_row_that_changed_meanwhile_is_stale(people: Administrators) -> None:
    old = item_edit("evidence", "nationality:passport:", note="First")
    late = ask(people.second, items_of(item_edit("evidence", "nationality:passport:", note="Second")))
    approve(people.serbian, ask(people.first, items_of(old)))
    with pytest.raises(StaleVersion):
        ask(people.first, items_of(item_edit_of_nothing(old)))
    assert approve(people.serbian, late).state == "failed"


def item_edit_of_nothing(edit: payloads.ItemEdit) -> payloads.ItemEdit:
    """The same edit, said of the row as it stood at first."""
    after = payloads.item_values(payloads.item_plain(edit.part, edit.after) | {"note": "Third"})
    return payloads.ItemEdit(part=edit.part, key=edit.key, based_on=0, before=edit.before, after=after)


def test_only_national_administrators_of_a_party_may_ask_for_rows(people: Administrators) -> None:
    payload = items_of(item_edit("evidence", "nationality:passport:", note="Read"))
    for actor in (people.regional, people.supervisor):
        with use_scope(actor.scope), pytest.raises(ActRefused):
            ask(actor, payload)
    with pytest.raises(NotVisible):
        ask(people.first, items_of(*payload.items, agreement="switzerland-serbia"))


# --- pages ------------------------------------------------------------------------------------------------------------


def address_of(name: str, *rest: str, query: str = "") -> str:
    return reverse(f"administration:{name}", args=["eu-serbia", *rest]) + query


def test_the_page_of_what_is_not_verified_leads_to_a_confirmation(people: Administrators, client_of: Any) -> None:
    typical = EvidenceItem.objects.filter(agreement=None, purpose="nationality", kind="driving_licence")
    assert typical.update(source="Recalled") == 1
    client = client_of(people.first)
    page = client.get(address_of("agreement-unverified")).content.decode()
    assert "Driving licence" in page and "Recalled" in page
    address = address_of("item-edit", "evidence", "nationality:driving_licence:", query="?with=SRB&confirm=1")
    assert address.replace("&", "&amp;") in page
    form = client.get(address).content.decode()
    assert 'name="worth"' not in form and 'name="source"' in form
    values = {"certainty": "T", "source": "Official Journal", "citation": "Annex 2", "worth": "starts_process"}
    values |= {"version": "0", "reason": "Read"}
    looked = client.post(address, values | {"do": "preview", "reason": ""})
    assert looked.status_code == 200 and "Official Journal" in looked.content.decode(), looked.content.decode()[-2000:]
    asked = client.post(address, values | {"do": "propose"})
    assert asked.status_code == 302, asked.content.decode()[-2000:]
    decided = client_of(people.serbian).post(asked["Location"], {"decision": "approve", "note": ""})
    assert decided.status_code == 302
    held = held_items(Agreement.objects.get(code="eu-serbia"), "NLD", "SRB")["evidence", "nationality:driving_licence:"]
    assert (held.version, held.values["certainty"], held.values["worth"]) == (1, "T", "prima_facie")
    assert "Recalled" not in client.get(address_of("agreement-unverified")).content.decode()
    # Everybody reads what was agreed, between whom, and by whom.
    shown = client_of(people.supervisor).get(address_of("agreement-detail")).content.decode()
    assert "Agreed between two countries alone" in shown and "Annex 2" in shown
    # Under the same agreement another pair still has it to confirm.
    theirs = client_of(people.austrian).get(address_of("agreement-unverified")).content.decode()
    assert "Recalled" in theirs


def test_rows_that_stand_in_one_text_are_confirmed_together(people: Administrators, client_of: Any) -> None:
    client, address = client_of(people.first), address_of("agreement-unverified", query="?with=SRB")
    held = unverified_lines(Agreement.objects.get(code="eu-serbia"), "NLD", "SRB")
    wanted = ("evidence/nationality:passport:/", "evidence/nationality:identity_card:/")
    rows = [line.key for line in held if line.key.startswith(wanted)]
    assert len(rows) == 2
    values = {"rows": rows, "source": "Official Journal", "certainty": "T", "reason": "Read"}
    for wrong in ({"rows": []}, {"source": ""}, {"certainty": "M"}, {"rows": ["evidence/nationality:spoon:/0"]}):
        assert client.post(address, values | wrong).status_code == 422
    asked = client.post(address, values)
    assert asked.status_code == 302, asked.content.decode()[-2000:]
    shown = client_of(people.serbian).get(asked["Location"]).content.decode()
    assert "Passport" in shown and "Identity card" in shown
    # What else of the row is declared to be read stands there too.
    assert "Means of evidence: Nationality, Passport: Worth" in shown and "Proof" in shown
    client_of(people.serbian).post(asked["Location"], {"decision": "approve", "note": ""})
    for kind in ("passport", "identity_card"):
        assert worth("NLD", "SRB", kind) == ("proof", "T")
        assert worth("AUT", "SRB", kind) == ("proof", "M")


def test_a_row_that_another_one_changed_meanwhile_is_not_confirmed(people: Administrators, client_of: Any) -> None:
    client, address = client_of(people.first), address_of("agreement-unverified", query="?with=SRB")
    lines = unverified_lines(Agreement.objects.get(code="eu-serbia"), "NLD", "SRB")
    (seen,) = (line.key for line in lines if line.key.startswith("evidence/nationality:passport:/"))
    changed = item_edit("evidence", "nationality:passport:", worth="prima_facie")
    approve(people.serbian, ask(people.second, items_of(changed)))
    values = {"rows": [seen], "source": "Official Journal", "certainty": "T", "reason": "Read"}
    answer = client.post(address, values)
    assert answer.status_code == 422 and "changed or confirmed meanwhile" in answer.content.decode()


def test_the_second_person_sees_for_whom_and_between_whom_a_value_holds(people: Administrators, client_of: Any) -> None:
    columns = {"agreement_id": "eu-serbia", "kind": "reply", "start_event": "delivery", "certainty": "T"}
    columns |= {"source": "The text", "value": 6, "unit": "calendar_day", "valid_from": dt.date(2026, 5, 1)}
    rule = world.every(Rule).create(
        **columns, track="stateless", requesting_country_id="NLD", receiving_country_id="SRB"
    )
    change = ask(people.first, change_of(edit_of(rule, value=7)))
    page = client_of(people.serbian).get(reverse("administration:change-detail", args=[change.id])).content.decode()
    what = "Reply to the application (Stateless person, Netherlands → Serbia, from 1 May 2026)"
    assert f"{what}: Number" in page and f"{what}: Source" in page


def test_no_country_binds_another_one_that_takes_part_and_has_no_administrator(people: Administrators) -> None:
    for is_for_partners in (True, False):
        payload = change_of(edit_of(serbian_reply(), value=1), partner="DEU", partners=is_for_partners)
        with pytest.raises(Invalid) as refused:
            ask(people.serbian, payload)
        assert "no administrator" in str(refused.value.errors["partner"])


def test_a_new_row_is_entered_in_the_browser(people: Administrators, client_of: Any) -> None:
    client = client_of(people.first)
    address = address_of("item-create", "form", query="?with=SRB")
    assert client.get(address).status_code == 200
    values = {"kind": "travel_document", "annex": "Annex 9", "languages": "en, sr-Latn", "one_per_person": "yes"}
    values |= {"certainty": "T", "source": "The text", "version": "0", "reason": "Read"}
    asked = client.post(address, values | {"do": "propose"})
    assert asked.status_code == 302, asked.content.decode()[-3000:]
    client_of(people.serbian).post(asked["Location"], {"decision": "approve", "note": ""})
    form = forms_for("NLD", "SRB", TODAY, agreement="eu-serbia")["travel_document"]
    assert (form.languages, form.one_per_person) == (["en", "sr-Latn"], True)
    wrong = client.post(address, values | {"kind": "letter", "do": "preview"})
    assert wrong.status_code == 422 and "sr-Latn" in wrong.content.decode()


@pytest.mark.parametrize(
    ("actor", "status"), [("regional", 403), ("supervisor", 403), ("first", 200), ("serbian", 200), ("austrian", 200)]
)
def test_who_may_open_the_pages(people: Administrators, client_of: Any, actor: str, status: int) -> None:
    client = client_of(getattr(people, actor))
    for address in (address_of("agreement-unverified"), address_of("item-edit", "head", "-")):
        assert client.get(address).status_code == status


@pytest.mark.parametrize(
    "address",
    [
        address_of("agreement-unverified", query="?with=DEU"),
        address_of("item-edit", "head", "-", query="?with=ALB"),
        address_of("item-edit", "evidence", "nationality:spoon:"),
        address_of("item-edit", "spoon", "-"),
        address_of("item-create", "head"),
        address_of("item-create", "spoon"),
    ],
)
def test_what_is_not_there_is_not_found(people: Administrators, client_of: Any, address: str) -> None:
    assert client_of(people.first).get(address).status_code == 404


def test_the_partner_of_a_country_with_many_is_chosen(people: Administrators, client_of: Any) -> None:
    client = client_of(people.serbian)
    page = client.get(address_of("agreement-detail", query="?with=AUT")).content.decode()
    assert 'name="with"' in page and "with=AUT" in page
    rule = serbian_reply()
    form = client.get(address_of("rule-edit", str(rule.id), query="?with=AUT")).content.decode()
    assert "Austria and Serbia" in form
