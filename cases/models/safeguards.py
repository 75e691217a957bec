"""Children, vulnerable persons, families and health: what must be made sure of before a case leaves, and a person does.

Own-side data of the requesting country, but for `Reception`: who receives a child is told to those who must confirm it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices_safeguards import (
    BestInterestsResult,
    ConsentForm,
    ConsentStatus,
    Fitness,
    ReceptionKind,
    ReceptionStatus,
    SafeguardAnswer,
    SafeguardPhase,
)
from cases.models.base import CasePart, OneOfCase
from cases.models.transfer import Transfer


class BestInterests(OneOfCase):
    """The last assessment of a child's best interests. Own-side."""

    assessed_by = models.CharField(_("assessed by (name and function)"), max_length=200)
    # Article 10(1): assistance by bodies other than those that enforce the return.
    assisted_by = models.CharField(_("body that assists the child"), max_length=200)
    representative = models.CharField(_("guardian or representative"), max_length=200, blank=True)
    assessed_on = models.DateField(_("assessed on"))
    result = models.CharField(_("result"), max_length=20, choices=BestInterestsResult.choices)
    grounds = models.TextField(_("grounds and conditions"), max_length=2000)
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()


class Reception(OneOfCase):
    """Who receives an unaccompanied child in the receiving country. Both sides see it once the case is submitted; the
    grounds on which it rests stay in `BestInterests`."""

    status = models.CharField(max_length=20, choices=ReceptionStatus.choices, default=ReceptionStatus.PROPOSED)
    kind = models.CharField(_("who receives the child"), max_length=20, choices=ReceptionKind.choices)
    name = models.CharField(_("name"), max_length=200)
    relation = models.CharField(_("relation to the child, or office held"), max_length=150, blank=True)
    place = models.CharField(_("address"), max_length=300)
    contact = models.CharField(_("telephone or e-mail"), max_length=150, blank=True)
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(_("remark of the receiving side"), max_length=1000, blank=True)


class SafeguardPoint(CasePart):
    """The answer to one point of the checklist for a vulnerable person (`cases.safeguard_items`). Own-side."""

    phase = models.CharField(max_length=10, choices=SafeguardPhase.choices)
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=20, choices=SafeguardAnswer.choices)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    answered_by_name = models.CharField(max_length=150)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "phase", "item"], name="one_answer_to_a_point")]


class HealthConsent(OneOfCase):
    """That the person lets health information be passed on, for the form and for the transfer. Own-side."""

    status = models.CharField(max_length=10, choices=ConsentStatus.choices, default=ConsentStatus.GIVEN)
    form = models.CharField(_("how consent was given"), max_length=10, choices=ConsentForm.choices)
    given_on = models.DateField(_("consent given on"))
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class TransferHealth(CasePart):
    """What those who carry out one transfer need to know of health: the requesting side, and of the receiving side only
    the groups in `carriers` (the border post of the crossing point) while the case is delegated to them."""

    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="health")
    fitness = models.CharField(_("fitness to travel"), max_length=10, choices=Fitness.choices)
    examined_on = models.DateField(_("examined on"))
    examined_by = models.CharField(_("examined by (name and function)"), max_length=200)
    care = models.CharField(_("care on the way and on arrival"), max_length=1000, blank=True)
    medication = models.CharField(_("medication carried"), max_length=500, blank=True)
    escort = models.CharField(_("medical escort (name and function)"), max_length=200, blank=True)
    carriers = ArrayField(models.IntegerField(), default=list)
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()


class FamilySeparation(OneOfCase):
    """The recorded decision that a person may be transferred while members of the family stay. Own-side.

    apart_from: the cases of those who stay; a later refusal of somebody else is not covered.
    """

    apart_from = ArrayField(models.UUIDField(), default=list)
    reason = models.TextField(_("reason"), max_length=2000)
    decided_by = models.UUIDField()
    decided_by_name = models.CharField(max_length=150)
    decided_at = models.DateTimeField()
