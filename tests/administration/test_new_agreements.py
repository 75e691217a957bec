"""Two countries add an agreement that binds them alone; a file that says more is refused."""

import re
from typing import Any

import pytest
from django.urls import reverse

from administration import payloads
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from audit.models import Event
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from countries.models import Agreement
from countries.selectors.lists import evidence_for
from countries.selectors.rules import agreements_between, rules_for
from tests.administration.conftest import Administrators
from tests.administration.test_pair_changes import TODAY
from tests.administration.test_time_changes import approve, ask

FILE = """
code = "nld-srb-2026"
title = "Agreement between the Netherlands and Serbia on police escorts"
short_title = "Netherlands–Serbia 2026"
citation = "Trb. 2026, 1"
kind = "bilateral"
in_force_from = 2026-01-01
certainty = "T"

[party_a]
name = "Kingdom of the Netherlands"
members = ["NLD"]

[party_b]
name = "Republic of Serbia"
members = ["SRB"]
readmits_third_country_nationals = false
third_country_nationals_from = 2027-05-01

[[rule]]
kind = "reply"
value = 6
unit = "working_day"
start_event = "delivery"
citation = "Article 3"
source = "The text"
certainty = "T"

[[evidence]]
purpose = "nationality"
kind = "passport"
worth = "proof"
citation = "Annex 1"
source = "The text"
certainty = "T"
"""


def added(text: str = FILE, partner: str = "SRB", partners: bool = True) -> payloads.AddAgreement:
    title = "Netherlands–Serbia 2026"
    return payloads.AddAgreement(text=text, short_title=title, partner=partner, is_for_partners=partners)


def test_an_agreement_binds_the_two_that_agreed_from_its_first_day(people: Administrators) -> None:
    change = ask(people.first, added(), ChangeKind.ADD_AGREEMENT)
    for actor, refusal in ((people.second, ActRefused), (people.first, ActRefused), (people.austrian, NotVisible)):
        with pytest.raises((refusal, NotVisible)):
            approve(actor, change)
    assert not Agreement.objects.filter(code="nld-srb-2026").exists()
    assert approve(people.serbian, change).state == "approved"
    assert "nld-srb-2026" in {row.code for row in agreements_between("NLD", "SRB", TODAY)}
    assert "nld-srb-2026" not in {row.code for row in agreements_between("AUT", "SRB", TODAY)}
    assert rules_for("NLD", "SRB", "own_national", TODAY, agreement="nld-srb-2026")["reply"].value == 6
    assert [item.citation for item in evidence_for("NLD", "SRB", TODAY, agreement="nld-srb-2026")] == ["Annex 1"]
    # The agreement of the Union rules as before.
    assert rules_for("NLD", "SRB", "own_national", TODAY)["reply"].value != 6
    with use_scope(people.serbian.scope):
        assert Event.objects.filter(action="agreement.added").exists()
    with pytest.raises(Invalid):
        ask(people.first, added(), ChangeKind.ADD_AGREEMENT)


def test_only_national_administrators_may_ask(people: Administrators) -> None:
    for actor in (people.regional, people.supervisor):
        with use_scope(actor.scope), pytest.raises(ActRefused):
            ask(actor, added(), ChangeKind.ADD_AGREEMENT)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('members = ["NLD"]', 'members = ["DEU"]', "members"),
        ('members = ["NLD"]', 'members = ["NLD", "DEU"]', "members"),
        ('members = ["NLD"]', 'members = "benelux"', "members"),
        ('code = "nld-srb-2026"', 'code = "eu-serbia"', "code"),
        ('code = "nld-srb-2026"', "code = 7", "code"),
        ('kind = "bilateral"', 'kind = "eu_agreement"', "kind"),
        ('kind = "bilateral"', 'kind = "treaty"', "kind"),
        ('kind = "bilateral"', 'kind = "implementing_protocol"', "parent"),
        ('kind = "bilateral"', 'kind = "implementing_protocol"\nparent = "eu-ukraine"', "parent"),
        ("in_force_from = 2026-01-01", "in_force_from = 2026-01-01\nin_force_to = 2025-01-01", "last day"),
        ('certainty = "T"', 'certainty = "sure"', "certainty"),
        ('title = "Agreement', f'title = "{"x" * 300}', "title"),
        ('unit = "working_day"', 'unit = "fortnight"', "unit"),
        ('unit = "working_day"', 'unit = "working_day"\nrequesting_country = "DEU"', "third"),
        ('source = "The text"', 'source = ""', "source"),
        ('worth = "proof"', 'worth = "much"', "worth"),
        ('kind = "passport"', 'kind = "spoon"', "key"),
        ("[[evidence]]", '[[attachment]]\nreceiving_country = "ALB"\nkind = "photograph"\n[[evidence]]', "certainty"),
        ("[[evidence]]", '[[agreed]]\nbetween = ["NLD", "SRB"]\npart = "head"\n[[evidence]]', "agreed"),
        ('short_title = "Netherlands–Serbia 2026"', 'short_title = "Another"', "short_title"),
        ('certainty = "T"', "certainty = {a = 1}", "certainty cannot be"),
        ('kind = "bilateral"', 'kind = "bilateral"\nparent = ["eu-serbia"]', "parent cannot be"),
        ("in_force_from = 2026-01-01", 'in_force_from = ""', "in_force_from cannot be"),
        ('worth = "proof"', 'worth = "proof"\nissued_from = ""', "issued_from cannot be"),
        ('worth = "proof"', 'worth = "proof"\nissued_before = ""', "issued_before cannot be"),
        (
            "[[evidence]]",
            '[[suspension]]\nfrom_date = 2027-01-01\nto_date = ""\ncertainty = "T"\n[[evidence]]',
            "to_date cannot",
        ),
        ('name = "Republic of Serbia"', "name = 5", "name"),
        ('name = "Republic of Serbia"', 'name = "x"\nreadmits_own_nationals = "no"', "readmits"),
    ],
)
def test_a_file_that_says_more_or_wrong_is_refused(people: Administrators, old: str, new: str, said: str) -> None:
    assert old in FILE
    with pytest.raises(Invalid) as refused:
        ask(people.first, added(FILE.replace(old, new, 1)), ChangeKind.ADD_AGREEMENT)
    assert said in " ".join(map(str, refused.value.errors["file"]))


def test_a_protocol_of_two_carries_out_an_agreement_that_binds_both(people: Administrators) -> None:
    text = FILE.replace('kind = "bilateral"', 'kind = "implementing_protocol"\nparent = "eu-serbia"')
    approve(people.serbian, ask(people.first, added(text), ChangeKind.ADD_AGREEMENT))
    assert rules_for("NLD", "SRB", "own_national", TODAY)["reply"].value == 6
    assert rules_for("AUT", "SRB", "own_national", TODAY)["reply"].value == 10


def test_the_page_shows_what_the_file_says_and_asks_the_other_country(people: Administrators, client_of: Any) -> None:
    client = client_of(people.first)
    address = reverse("administration:agreement-create")
    assert address in client.get(reverse("administration:agreement-list")).content.decode()
    assert client.get(address).status_code == 200
    values = {"file_text": FILE, "partner": "SRB", "version": 0}
    looked = client.post(address, values | {"do": "preview"})
    page = looked.content.decode()
    assert looked.status_code == 200, page[-3000:]
    for words in ("police escorts", "Means of evidence: Nationality, Passport", "working day", "nld-srb-2026"):
        assert words in page, words
    asked = client.post(address, values | {"do": "propose", "reason": "Signed"})
    assert asked.status_code == 302, asked.content.decode()[-3000:]
    shown = client_of(people.serbian).get(asked["Location"]).content.decode()
    assert "Netherlands–Serbia 2026" in shown and "Trb. 2026, 1" in shown
    with use_scope(people.first.scope):
        assert ChangeRequest.objects.get().payload["is_for_partners"] is True
    # Whom it binds and takes back stands in words beside what it says.
    own, theirs = "Kingdom of the Netherlands", "Republic of Serbia"
    for words in (f"{own}: Who is bound", f"{theirs}: Takes back third-country nationals", "1 May 2027"):
        assert words in shown and words in page, words
    mixed = FILE.replace('certainty = "T"', "certainty = {a = 1}", 1)
    wrong = client.post(address, values | {"file_text": mixed, "do": "preview"})
    assert wrong.status_code == 422 and "certainty cannot be" in wrong.content.decode()
    bad = client.post(address, {"file_text": "a = [", "partner": "SRB", "version": 0, "do": "preview"})
    assert bad.status_code == 422
    assert client_of(people.regional).get(address).status_code == 403


def test_the_list_of_changes_reads_no_file(people: Administrators, client_of: Any, monkeypatch: Any) -> None:
    ask(people.first, added(), ChangeKind.ADD_AGREEMENT)
    monkeypatch.setattr("administration.selectors.changes.new_agreement_lines", lambda text: pytest.fail("read"))
    assert (
        "Netherlands–Serbia 2026"
        in client_of(people.serbian).get(reverse("administration:change-list")).content.decode()
    )


def test_whom_a_party_takes_back_stands_on_the_page_of_the_agreement(people: Administrators, client_of: Any) -> None:
    approve(people.serbian, ask(people.first, added(), ChangeKind.ADD_AGREEMENT))
    page = client_of(people.supervisor).get(reverse("administration:agreement-detail", args=["nld-srb-2026"]))
    shown = re.findall(r"<dt>Takes back ([^<]*)</dt><dd>(yes|no)</dd>", page.content.decode())
    own, others = "its own nationals", "third-country nationals"
    assert shown == [(own, "yes"), (others, "yes"), (own, "yes"), (others, "no")]


def test_no_country_adds_one_alone_with_another_that_has_no_administrator(people: Administrators) -> None:
    text = FILE.replace("nld-srb-2026", "deu-nld-2026").replace('"SRB"', '"DEU"')
    for is_for_partners in (True, False):
        with pytest.raises(Invalid) as refused:
            ask(people.first, added(text, "DEU", is_for_partners), ChangeKind.ADD_AGREEMENT)
        assert "no administrator" in str(refused.value.errors["partner"])
