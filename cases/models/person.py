"""The person, the family named in the form, the evidence: the common application form (domain facts 2.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import CivilStatus, FamilyRelation, Sex
from cases.models.base import CasePart, OneOfCase
from countries.choices import EvidencePurpose


class Person(OneOfCase):
    """Form part A. Names in Latin and in native script; a birth date may be known in part (`YYYY`, `YYYY-MM`)."""

    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    given_names = models.CharField(_("given names"), max_length=150, blank=True)
    family_name_native = models.CharField(_("family name in native script"), max_length=150, blank=True)
    given_names_native = models.CharField(_("given names in native script"), max_length=150, blank=True)
    native_language = models.CharField(_("language of the native script"), max_length=12, blank=True)
    maiden_name = models.CharField(_("maiden name"), max_length=150, blank=True)
    other_names = models.CharField(_("also known as"), max_length=300, blank=True)
    birth_date = models.CharField(_("date of birth"), max_length=10, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=150, blank=True)
    birth_country = models.CharField(_("country of birth"), max_length=3, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    height_cm = models.PositiveSmallIntegerField(_("height in centimetres"), null=True, blank=True)
    eye_colour = models.CharField(_("colour of eyes"), max_length=30, blank=True)
    distinguishing_marks = models.CharField(_("distinguishing marks"), max_length=300, blank=True)
    nationality = models.CharField(_("nationality"), max_length=3, blank=True)
    former_nationalities = models.CharField(_("earlier nationalities"), max_length=150, blank=True)
    languages = models.CharField(_("languages"), max_length=150, blank=True)
    father_name = models.CharField(_("father's name"), max_length=150, blank=True)
    mother_name = models.CharField(_("mother's name"), max_length=150, blank=True)
    civil_status = models.CharField(_("civil status"), max_length=20, choices=CivilStatus.choices, blank=True)
    last_address = models.CharField(_("last address in the requested State"), max_length=300, blank=True)
    photograph = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    @property
    def full_name(self) -> str:
        """Family name first, as registers and forms have it."""
        return ", ".join(part for part in (self.family_name, self.given_names) if part)

    @property
    def native_name(self) -> str:
        """Family name and given names in the native script, or empty."""
        return " ".join(part for part in (self.family_name_native, self.given_names_native) if part)


class FamilyMember(CasePart):
    """Form parts B and C: spouse and children named in the form; a member may have a case of his or her own."""

    relation = models.CharField(_("relation"), max_length=10, choices=FamilyRelation.choices)
    family_name = models.CharField(_("family name"), max_length=150)
    given_names = models.CharField(_("given names"), max_length=150)
    maiden_name = models.CharField(_("maiden name"), max_length=150, blank=True)
    birth_date = models.CharField(_("date of birth"), max_length=10, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=150, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    nationality = models.CharField(_("nationality"), max_length=3, blank=True)
    # On this form where the receiving country takes children on it, else with a form and a case of their own.
    is_accompanying = models.BooleanField(_("returns together with the person"), default=False)
    own_case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")


class Evidence(CasePart):
    """Form part E: one means of evidence. `worth` is what the agreement gives to its kind, kept with its citation."""

    # What it is to show; nationality also where the application is about entry and residence.
    purpose = models.CharField(
        _("what it shows"), max_length=20, choices=EvidencePurpose.choices, default=EvidencePurpose.NATIONALITY
    )
    kind = models.CharField(_("document"), max_length=40)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    issued_at = models.CharField(_("place of issue"), max_length=150, blank=True)
    issuing_authority = models.CharField(_("issuing authority"), max_length=150, blank=True)
    expires_on = models.DateField(_("expiry date"), null=True, blank=True)
    mrz = models.TextField(_("machine-readable lines"), max_length=200, blank=True)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    worth = models.CharField(max_length=20, blank=True)
    worth_citation = models.CharField(max_length=100, blank=True)
    worth_certainty = models.CharField(max_length=2, blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]


class HealthNote(OneOfCase):
    """Form part D.1. Own-side (requesting) until the person's explicit consent is recorded."""

    statement = models.CharField(_("state of health, help or care needed"), max_length=1000, blank=True)
    has_consent = models.BooleanField(_("the person has consented to this being sent"), default=False)
