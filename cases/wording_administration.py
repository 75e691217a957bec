"""Administration in words: what happened to offices, people, rights and texts, for `cases.wording.event_words`."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ADMINISTRATION_WORDS: Final[Mapping[str, Promise]] = {
    "office.enrolled": _("Office enrolled"),
    "office.changed": _("Office changed"),
    "office.contact_changed": _("Contact point of an office changed"),
    "office.mailbox_changed": _("Mailbox of an office changed"),
    "office.moved": _("Office put below another one"),
    "office.deactivated": _("Office taken out of use"),
    "office.reactivated": _("Office taken into use again"),
    "office.became_desk": _("Office became the national desk"),
    "country.enrolled": _("Country enrolled"),
    "crossing_point.added": _("Crossing point added"),
    "crossing_point.changed": _("Crossing point changed"),
    "user.created": _("Person added"),
    "user.changed": _("Person's data changed"),
    "user.deactivated": _("Person kept out"),
    "user.reactivated": _("Person let in again with a new first password"),
    "user.password_reset": _("New first password made for a person"),
    "user.unlocked": _("Pause of a person's sign-in ended"),
    "membership.given": _("Role given"),
    "membership.ended": _("Last day of a role set"),
    "client.enrolled": _("National system enrolled"),
    "client.secret_changed": _("National system given a new secret"),
    "client.revoked": _("National system let in no more"),
    "grants.repaired": _("Rights of a role restored"),
    "checklist.saved": _("Checklist changed"),
    "letter_text.changed": _("Words of a paper changed"),
    "rule.changed": _("A value of an agreement changed"),
    "rule.added": _("A value of an agreement was added"),
    "agreement.suspended": _("A time in which an agreement is not applied was entered"),
    "agreement.added": _("An agreement between two countries was added"),
    "agreement.agreed": _("Two countries agreed on what an agreement says"),
    "calendar.changed": _("The working days of a country changed"),
    "clocks.recompute": _("Running time limits are computed anew"),
    "change.requested": _("A change that needs a second person was asked for"),
    "change.approved": _("A change was approved by a second person"),
    "change.rejected": _("A change was rejected by a second person"),
    "change.withdrawn": _("A request for a change was withdrawn"),
    "change.failed": _("A change was approved and no longer possible"),
    "account.created_by_operator": _("Administrator made by the operator of the system"),
    "account.password_by_operator": _("New first password made by the operator of the system"),
}
