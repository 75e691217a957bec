"""What counts as unusual access: one row for each kind, with the values that it goes by and why they are what they are.

No law sets these values; they were chosen so that ordinary work is not listed. They stand on the page of supervisors,
so that whoever is measured by them can read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.wording import Words
from supervision.choices import FindingKind


@dataclass(frozen=True, slots=True)
class Value:
    """A number that a rule goes by: what it is, and why it is so."""

    number: int
    words: Words
    reason: Words


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind. what: in a sentence; counted: what the number of a finding is of."""

    kind: FindingKind
    what: Words
    counted: Words
    values: Mapping[str, Value]

    def __getitem__(self, code: str) -> int:
        return self.values[code].number


_ALL: Final = (
    Rule(
        FindingKind.MANY_CASES,
        _("Opened more different cases in a day than work explains, and far more than this person usually does."),
        _("Different cases"),
        {
            "floor": Value(
                48, _("Cases in a day, at least"), _("A case every ten minutes in a working day of eight hours.")
            ),
            "floor_of_systems": Value(
                480, _("Of a national system, at least"), _("It reads in bulk: ten times what a person could.")
            ),
            "times": Value(
                3,
                _("Times the own median"),
                _("A flight or a large family makes a day twice as busy as others, hardly three times."),
            ),
            "days": Value(
                28, _("Active days that the median is of"), _("Some six weeks of work: long enough for every habit.")
            ),
            "fewest_days": Value(
                5,
                _("Active days without which there is no median"),
                _("In the first week nothing is usual yet: the number of cases decides alone."),
            ),
        },
    ),
    Rule(
        FindingKind.OFF_HOURS,
        _(
            "Opened cases at night, on a weekend or on a holiday of the office's country, by the clock of the place"
            " where the office is. Border posts and monitors work in shifts, national systems at any hour: they are not"
            " asked."
        ),
        _("Cases outside working hours"),
        {
            "opens": Value(6, _("Begins, o'clock"), _("An hour before the earliest office opens.")),
            "closes": Value(20, _("Ends, o'clock"), _("Two hours after the latest office closes.")),
            "cases": Value(
                3,
                _("Different cases, at least"),
                _("Whoever finishes one case late, or two of a family, is not listed."),
            ),
        },
    ),
    Rule(
        FindingKind.OWN_NAME,
        _(
            "Opened a case, or a file of it, of somebody who bears the person's own family name, in any script or"
            " spelling that the search takes for the same. Each case is listed once for a person."
        ),
        _("Cases of the own name"),
        {"cases": Value(1, _("Cases, at least"), _("One look at a relative's case is a conflict of interest."))},
    ),
    Rule(
        FindingKind.NEVER_ASSIGNED,
        _(
            "Opened cases of other offices that were never given to the person or the office, and did nothing on them."
            " A national desk sees the whole country and has to: a few are no finding, nor are cases that wait for a"
            " decision of whoever decides. Supervisors and heads of office look after the work of others."
        ),
        _("Cases of other offices"),
        {
            "cases": Value(
                10, _("Different cases, at least"), _("A desk that is asked for advice looks at one or two in a day.")
            )
        },
    ),
    Rule(
        FindingKind.DENIED,
        _("Was denied again and again what is not theirs to see."),
        _("Looks denied within an hour"),
        {
            "looks": Value(
                10, _("Looks denied, at least"), _("An old link or a mistyped address is tried two or three times.")
            ),
            "minutes": Value(60, _("Within minutes"), _("Trying is quick; mistakes are spread over the day.")),
        },
    ),
)
RULES: Final[Mapping[str, Rule]] = {rule.kind.value: rule for rule in _ALL}
