"""The pages of one case, as tabs: each reader gets those that exist for him or her."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.models import Case
from cases.policies import reaches_own_side
from cases.selectors.conversation import may_read, unread_count
from core.jinja import url_or_none

# Who settles the costs of the own side of a case, or oversees it.
READS_COSTS: Final = ("settle_costs", "view_statistics")
# code -> (words, address). A page that this installation does not have is left out.
_TABS: Final[dict[str, tuple[str | Promise, str]]] = {
    "overview": (_("Overview"), "cases:case-detail"),
    "messages": (_("Messages"), "cases:case-messages"),
    "documents": (_("Documents"), "cases:case-documents"),
    "application": (_("Application"), "cases:case-application"),
    "history": (_("History"), "cases:case-history"),
    "costs": (_("Costs"), "cases:case-costs"),
}


def tabs_for(actor: Actor, case: Case, current: str, *, unread: int | None = None) -> list[dict[str, Any]]:
    """The entries of the macro `views` for the pages of a case that the actor sees.

    current: the code of the page in front of the reader (overview, messages, documents, application, history, costs),
    or "" for a page that is none of them; unread: the number that the messages show, counted here (one statement)
    unless the caller knows it. Delegates read no messages, and before submission there are none.
    """
    tabs: list[dict[str, Any]] = []
    for code, (label, name) in _TABS.items():
        address = url_or_none(name, case.id)
        if address is None or (code == "messages" and not (case.shared and may_read(actor, case))):
            continue
        if code == "costs" and not any(reaches_own_side(actor, act, case) for act in READS_COSTS):
            continue
        tab: dict[str, Any] = {"label": str(label), "url": address, "current": code == current}
        if code == "messages":
            number = unread_count(actor, case) if unread is None else unread
            tab |= {"count": number, "late": True} if number else {}
        tabs.append(tab)
    return tabs
