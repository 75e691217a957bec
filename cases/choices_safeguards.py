"""The codes of families, children, vulnerable persons and health: own-side data unless said otherwise."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import OPEN_STATUSES, Status

# Where the requesting side may still record what it has made sure of.
WHILE_OPEN: Final = frozenset(OPEN_STATUSES)
# Acts that only record, and may be done again when something has changed.
UNRECORDED: Final = ""
RECORDED: Final = "recorded"


class BestInterestsResult(models.TextChoices):
    """What the assessment of a child's best interests says of the return (Directive 2008/115/EC, Articles 5 and 10)."""

    IN_FAVOUR = "in_favour", _("The return is in the child’s best interests")
    CONDITIONS = "conditions", _("It is, under the conditions that are recorded")
    AGAINST = "against", _("It is not")


class ReceptionKind(models.TextChoices):
    """To whom an unaccompanied child may be returned (Directive 2008/115/EC, Article 10(2)). Shared."""

    FAMILY_MEMBER = "family_member", _("A member of the family")
    GUARDIAN = "guardian", _("A nominated guardian")
    FACILITY = "facility", _("Adequate reception facilities")


class ReceptionStatus(models.TextChoices):
    """How far the reception of a child is agreed. Shared."""

    PROPOSED = "proposed", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Cannot be confirmed")


# Where the receiving side can answer: it knows of the case, and nothing is over.
RECEPTION_ANSWERED_IN: Final = frozenset(
    {Status.SUBMITTED, Status.RECEIVED, Status.IN_VERIFICATION, Status.DECISION_PROPOSED, Status.ACCEPTED}
)


class AgeDispute(models.TextChoices):
    """What is recorded of a doubt about the age; while it is open the person is treated as a minor."""

    OPEN = "open", _("The age is disputed; not assessed yet")
    ADULT = "adult", _("Assessed as an adult")
    MINOR = "minor", _("Assessed as a minor")


class SafeguardPhase(models.TextChoices):
    """Before which step the points of a checklist are answered."""

    RELEASE = "release", _("Before the application is released")
    TRANSFER = "transfer", _("Before notice of the transfer is given")


class SafeguardAnswer(models.TextChoices):
    DONE = "done", _("Seen to")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class ConsentForm(models.TextChoices):
    """How the consent to passing on health information was given."""

    WRITTEN = "written", _("In writing, by the person")
    ORAL = "oral", _("Orally, recorded by an official")
    GUARDIAN = "guardian", _("In writing, by the guardian or legal representative")


class ConsentStatus(models.TextChoices):
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Fitness(models.TextChoices):
    """What a doctor said of the journey."""

    FIT = "fit", _("Fit to travel")
    WITH_CARE = "with_care", _("Fit to travel with care on the way")
