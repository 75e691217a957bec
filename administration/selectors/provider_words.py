"""What a change about an authority's own sign-in consists of, in words. The secret is in none."""

from django.utils.translation import gettext as _

from accounts.roles import ROLES
from administration import payloads


def provider_rows(payload: payloads.SetProvider, office: str) -> list[tuple[str, str]]:
    """Everything of the provider of an office that whoever decides has to know."""
    return [
        (_("Office"), office),
        (_("Issuer"), payload.issuer),
        (_("Client ID"), payload.client_id),
        (_("Client secret"), _("a new one") if payload.has_new_secret else _("stays as it is")),
        (_("Scopes besides openid"), payload.scopes or _("none")),
        (_("Claim that names the groups"), payload.roles_claim or _("none: roles are given by hand alone")),
        *((_("Gives a role: %(value)s") % {"value": row.value}, str(ROLES[row.role].name)) for row in payload.roles),
        (
            _("Its own second step counts when it says"),
            ", ".join(payload.second_factor) or _("never: RCMS asks for its own"),
        ),
    ]


def link_rows(payload: payloads.LinkAccount, person: str, office: str) -> list[tuple[str, str]]:
    """Who is who."""
    return [
        (_("Person"), person),
        (_("Office whose sign-in it is"), office),
        (_("Issuer"), payload.issuer),
        (_("How the provider calls the person"), payload.subject),
    ]
