"""Every act of administration, walked through: alone nobody changes what somebody may do, other than to less."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.actor import Actor
from accounts.models import AuthorityGrant, CountryGrant, MachineClient, Membership, ProviderLink, User
from accounts.services.machine_clients import machine_client_create
from accounts.services.providers import link_make, provider_set
from administration.models import ChangeRequest
from administration.urls import urlpatterns
from core.scope import use_scope
from countries.models import Authority, Rule
from notifications.models import OfficeMailbox
from tests import world
from tests.administration.conftest import Administrators
from tests.days import local_day
from tests.provider import PROVIDER


@dataclass(frozen=True)
class Act:
    """What one administrator sends. outcome: "asks" (a change waits, nothing else), "less" (somebody may less),
    "same" (nobody may anything else: the act is about something else, whatever it answers), "bare" (an account
    without any role: it may nothing), "refused"."""

    outcome: str
    arguments: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)


def day(name: str, days: int) -> dict[str, str]:
    value = local_day() + timedelta(days=days)
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


WHY = {"reason": "It is needed"}
# Texts, addresses, agreements and calendars: no right is among them.
OF_NO_RIGHT = {
    **{name: Act("same", ("{code}",)) for name in ("office-edit", "mailbox-create")},
    "office-create": Act("same"),
    "contact-point": Act("same", ("{code}", "general")),
    "crossing-point": Act("same", ("{code}", "new")),
    "country-enrol": Act("same"),
    "agreement-create": Act("same"),
    **{name: Act("same", ("eu-serbia",)) for name in ("agreement-import", "agreement-unverified", "rule-create")},
    "mailbox-edit": Act("same", ("{code}", "{mailbox}")),
    "rule-edit": Act("same", ("eu-serbia", "{rule}")),
    "item-create": Act("same", ("eu-serbia", "evidence")),
    "item-edit": Act("same", ("eu-serbia", "evidence", "nationality:passport:")),
    "calendar-edit": Act("same", ("NLD",)),
    "clock-list": Act("same"),
    "checklist-edit": Act("same", ("review",)),
    "letter-text": Act("same", ("reply", "opening", "en")),
    "review-fill": Act("same", ("{code}",), {"do": "keep"}),
    # A look at one case, to read it, instead of a second person seen by both sides.
    "elevate": Act("same"),
    "elevation-end": Act("same", ("{change}",)),
}
ACTS = {
    **OF_NO_RIGHT,
    "office-move": Act("asks", ("{west}",), {"parent": "{schiphol_id}", **WHY}),
    "office-deactivate": Act("asks", ("{empty}",), WHY),
    "office-reactivate": Act("asks", ("{closed}",), WHY),
    "desk-change": Act("asks", ("{ready}",), WHY),
    "client-enrol": Act("asks", ("{code}",), {"name": "New register", **WHY}),
    "client-secret": Act("asks", ("{code}", "{client}"), WHY),
    "client-revoke": Act("less", ("{code}", "{client}")),
    "person-create": Act("bare", (), {"full_name": "New Person", "login_name": "new.person", "language": "en"}),
    "person-edit": Act("same", ("{officer}",), {"full_name": "Other Name", "language": "en", "version": "1"}),
    "person-deactivate": Act("less", ("{officer}",)),
    "password-reset": Act("asks", ("{officer}",), WHY),
    "password-reset of a closed account": Act("asks", ("{gone}",), WHY),
    "password-reset without a role": Act("bare", ("{bare}",)),
    "factors-reset": Act("asks", ("{officer}",), WHY),
    "sign-in-unlock": Act("same", ("{officer}",)),
    "role-give": Act(
        "asks", ("{officer}",), {"authority": "{west_id}", "role": "reviewer", **day("valid_from", 0), **WHY}
    ),
    "role-give without a role": Act(
        "asks", ("{bare}",), {"authority": "{west_id}", "role": "verifier", **day("valid_from", 0), **WHY}
    ),
    "provider": Act(
        "asks",
        ("{code}",),
        {"issuer": "http://localhost:1/o", "client_id": "rcms", "client_secret": "s", "roles_claim": "groups", **WHY}
        | {"roles": "all = reviewer", "version": "0"},
    ),
    "provider-off": Act("less", ("{west}",)),
    "account-link": Act("asks", ("{officer}",), {"authority": "{west_id}", "subject": "somebody-else", **WHY}),
    "account-unlink": Act("less", ("{link}",)),
    "role-end": Act("less", ("{membership}",), day("valid_to", 0)),
    "person-move": Act(
        "asks", ("{membership}",), {"parent": "{west_id}", "role": "reviewer", **day("valid_from", 1), **WHY}
    ),
    "grants-repair": Act("asks", ("{code}", "supervisor"), WHY),
    "change-detail": Act("refused", ("{change}",), {"act": "approve", "decision": "approve"}),
    "change-withdraw": Act("same", ("{change}",)),
    "review-export": Act("same", ("{change}",)),
}


def powers() -> set[tuple[Any, ...]]:
    """What anybody may do, piece by piece: whoever may more has a piece that was not there before. A password is one
    (whoever makes it could use it), of accounts that have a role."""
    with world.as_operator():
        return _powers()


def _powers() -> set[tuple[Any, ...]]:
    days = [local_day() + timedelta(days=days) for days in (-1, 0, 1, 2, 9999)]
    held = [
        (row.user_id, row.authority_id, row.role, at)
        for row in Membership.objects.all()
        for at in days
        if row.valid_from <= at and (row.valid_to is None or row.valid_to >= at)
    ]
    people = User.objects.filter(is_active=True, id__in={person for person, *_rest in held})
    # Of groups that nobody is in nobody gets anything.
    groups = set(Membership.objects.values_list("group", flat=True))
    links = ProviderLink.objects.filter(ended_at=None)
    systems = MachineClient.objects.filter(revoked_at=None)
    return {
        *held,
        *people.values_list("id", "password"),
        *CountryGrant.objects.filter(group__in=groups).values_list("group", "permission", "content_object"),
        *AuthorityGrant.objects.filter(group__in=groups).values_list("group", "permission", "content_object"),
        # Whoever is linked comes in, with what the provider says.
        *((row.user_id, row.provider_id, row.subject) for row in links.filter(provider__is_active=True)),
        *((row.client_id, row.client_secret, scope) for row in systems for scope in row.scopes),
        *Authority.objects.values_list("id", "parent", "is_national_desk", "is_active"),
    }


def test_the_table_names_every_act_of_administration() -> None:
    found = {
        pattern.name
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern) and hasattr(getattr(pattern.callback, "view_class"), "post")  # noqa: B009
    }
    assert found == {name.split()[0] for name in ACTS}


@pytest.fixture
def values(people: Administrators) -> dict[str, str]:
    """What the addresses and forms name."""
    offices = {row.code: row for row in Authority.objects.filter(country="NLD")}
    desk = Authority.objects.select_related("country").get(code="nld-dtv")
    officer = world.make_actor("nld-dtv", "return_officer")
    gone = world.make_actor("nld-dtv", "return_officer", is_active=False)
    linked = world.make_actor("nld-dtv", "return_officer")
    with world.as_operator():
        bare = User.objects.create_user("bare", None, full_name="Bare", country_id="NLD")
        client, _secret = machine_client_create(authority=desk, name="Register")
        # Rights that differ are restored by two: no act may do it by the way.
        CountryGrant.objects.filter(group__name="nld-dtv:supervisor").first().delete()  # type: ignore[union-attr]
    fields = {"kind": "regional_office", "country_id": "NLD"}
    for code, is_active, parent in (("nld-empty", True, desk), ("nld-closed", False, desk), ("nld-ready", True, None)):
        offices[code] = Authority.objects.create(code=code, name=code, is_active=is_active, parent=parent, **fields)
    for _number in range(2):
        world.make_actor("nld-ready", "administrator")
    box = OfficeMailbox(authority=desk, country="NLD", address="desk@example.org", kinds=["acts"])
    with use_scope(people.first.scope):
        box.save(force_insert=True)
    with use_scope(people.first.scope):
        provider = provider_set(authority=offices["nld-dtv-region-west"], values=PROVIDER)
        link = link_make(provider=provider, user_id=linked.user_id, subject="somebody")
    return {
        "mailbox": str(box.id),
        "rule": str(Rule.objects.get(agreement="eu-serbia", kind="reply").id),
        "code": "nld-dtv",
        "west": "nld-dtv-region-west",
        "west_id": str(offices["nld-dtv-region-west"].id),
        "schiphol_id": str(offices["nld-kmar-schiphol"].id),
        "empty": "nld-empty",
        "closed": "nld-closed",
        "ready": "nld-ready",
        "client": client.client_id,
        "officer": str(officer.user_id),
        "gone": str(gone.user_id),
        "bare": str(bare.id),
        "membership": str(officer.membership_id),
        "link": str(link.id),
    }


def test_alone_nobody_gives_anybody_more(
    people: Administrators, values: dict[str, str], client_of: Callable[[Actor], Client]
) -> None:
    client, wrong = client_of(people.first), []
    asked = client.post(reverse("administration:grants-repair", args=["nld-dtv", "supervisor"]), WHY)["Location"]
    values["change"] = asked.rstrip("/").rpartition("/")[2]
    before = powers()
    for name, act in ACTS.items():
        arguments = [text.format(**values) for text in act.arguments]
        data = {key: text.format(**values) for key, text in act.data.items()}
        with transaction.atomic():
            with use_scope(people.first.scope):
                waiting = ChangeRequest.objects.filter(state="waiting").count()
            if name == "grants-repair":
                client.post(reverse("administration:change-withdraw", args=[values["change"]]))
                waiting -= 1
            answer = client.post(reverse(f"administration:{name.split()[0]}", args=arguments), data)
            after = powers()
            with use_scope(people.first.scope):
                asks = ChangeRequest.objects.filter(state="waiting").count() - waiting
            told = {
                "asks": answer.status_code == 302 and after == before and asks == 1,
                "less": answer.status_code == 302 and after < before and asks == 0,
                "same": after == before,
                "bare": answer.status_code == 200 and after == before and asks == 0,
                "refused": answer.status_code == 403 and after == before,
            }[act.outcome]
            if not told:
                wrong.append(
                    (name, answer.status_code, asks, sorted(map(str, after - before))[:3], len(before - after))
                )
            transaction.set_rollback(True)
    assert not wrong, "\n".join(map(str, wrong))
