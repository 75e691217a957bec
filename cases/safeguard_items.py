"""What has to be made sure of for each kind of vulnerable person, as data with source and certainty; no query here.

The kinds are those of Directive 2008/115/EC, Article 3(9). Article 5 binds the states to the best interests of the
child, family life and the state of health, Article 10 to what precedes the return of an unaccompanied minor; neither
lists points. The points below are this product's own reading of the two, marked as unverified.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import Vulnerability
from cases.choices_safeguards import SafeguardPhase
from countries.choices import Certainty

_RELEASE, _TRANSFER = SafeguardPhase.RELEASE, SafeguardPhase.TRANSFER
_V = Vulnerability
_EVERYBODY: Final = frozenset(_V)
_CHILDREN: Final = frozenset({_V.MINOR, _V.UNACCOMPANIED_MINOR})


@dataclass(frozen=True, slots=True)
class SafeguardItem:
    """One point. of: the kinds of vulnerable person that it is asked for; source: the article that it follows from."""

    code: str
    words: str | Promise
    phase: SafeguardPhase
    of: frozenset[Vulnerability]
    source: str
    certainty: Certainty = Certainty.MEMORY


def _item(
    code: str, phase: SafeguardPhase, of: Collection[Vulnerability], source: str, words: Promise
) -> SafeguardItem:
    return SafeguardItem(code, words, phase, frozenset(of), f"Directive 2008/115/EC, {source}")


ITEMS: Final = (
    _item(
        "needs_assessed",
        _RELEASE,
        _EVERYBODY,
        "Articles 3(9) and 5",
        _("The special needs were assessed by somebody qualified, and the file says by whom"),
    ),
    _item(
        "heard",
        _RELEASE,
        _EVERYBODY,
        "Article 5",
        _("The person was heard on these needs, in a language that he or she understands"),
    ),
    _item(
        "schooling_and_care",
        _RELEASE,
        _CHILDREN,
        "Article 5(a)",
        _("Care and schooling after the return were looked into"),
    ),
    _item(
        "accessible_return",
        _RELEASE,
        {_V.DISABLED, _V.ELDERLY},
        "Article 5(c)",
        _("It is known what aids and care the person depends on, and that they can be had after the return"),
    ),
    _item(
        "medical_opinion",
        _RELEASE,
        {_V.PREGNANT, _V.SERIOUS_VIOLENCE},
        "Article 5(c)",
        _("A medical opinion on the return is in the file"),
    ),
    _item(
        "children_counted",
        _RELEASE,
        {_V.SINGLE_PARENT},
        "Article 5(b)",
        _("The children are named in the application, and return together with the parent"),
    ),
    _item(
        "needs_unchanged",
        _TRANSFER,
        _EVERYBODY,
        "Articles 3(9) and 5",
        _("The assessment still holds: nothing has changed since the application"),
    ),
    _item(
        "help_announced",
        _TRANSFER,
        _EVERYBODY,
        "Article 5",
        _("The help that is needed on the way stands in the plan of the transfer, and nothing beyond it"),
    ),
    _item(
        "escort_for_child",
        _TRANSFER,
        _CHILDREN,
        "Articles 5(a) and 10",
        _("An adult whom the child knows, or an escort trained for children, travels along"),
    ),
    _item(
        "fit_to_travel",
        _TRANSFER,
        {_V.DISABLED, _V.ELDERLY, _V.PREGNANT, _V.SERIOUS_VIOLENCE},
        "Article 5(c)",
        _("A doctor has confirmed that the person can travel on the day"),
    ),
)


def items_for(kinds: Collection[str], phase: str) -> list[SafeguardItem]:
    """The points asked for these kinds of vulnerable person before this step, in the order of the list."""
    wanted = {Vulnerability(kind) for kind in kinds if kind in Vulnerability.values}
    return [item for item in ITEMS if item.phase == phase and item.of & wanted]


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """How old, in days, the check of the legal status may be when an application leaves, with its source."""

    days: int
    source: str
    certainty: Certainty


# By requesting country. No published number was found for any country: while a country is not here its people are
# warned of the age of the check, and nothing is refused for it alone.
STATUS_CHECK_AGES: Final[Mapping[str, AgeLimit]] = {}
