"""Whether children stand on a parent's form, or everybody has one: a value of the agreement with its source."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.choices import FamilyRelation
from cases.models import Case, FamilyMember
from core import clock
from countries.choices import FormKind
from countries.models.agreement import VERIFIED
from countries.selectors.lists import forms_for


@dataclass(frozen=True, slots=True)
class FormRule:
    """Whether a receiving country takes children on a parent's form. Where nobody knows, each person has a form."""

    is_combined: bool = False
    is_known: bool = False
    is_verified: bool = False
    source: str = ""

    @property
    def words(self) -> str:
        """The rule with its source."""
        if not self.is_known:
            return _("Nothing says that children may stand on a parent’s form: each person has a form and a case.")
        said = (
            _("Children who return along may stand on a parent’s form; every adult has a form and a case.")
            if self.is_combined
            else _("One form for each person: whoever returns along has a form and a case.")
        )
        sure = "" if self.is_verified else _("Unverified.")
        return " ".join(filter(None, (said, _("Source: %(source)s.") % {"source": self.source}, sure)))


def form_rule_of(case: Case) -> FormRule:
    """The value that rules this case, by the form of its agreement on the day of its delivery. Three queries."""
    on = (case.delivered_at or clock.now()).date()
    pair = case.requesting_country_id, case.receiving_country_id
    form = forms_for(*pair, on, agreement=case.agreement_id, track=case.track).get(FormKind.APPLICATION)
    if form is None or form.one_per_person is None:
        return FormRule()
    source = "; ".join(filter(None, (form.citation, form.source)))
    return FormRule(not form.one_per_person, True, form.certainty in VERIFIED, source)


def on_this_form(case: Case) -> list[FamilyMember]:
    """The children who return on the form of this case, and have none of their own."""
    along = FamilyMember.objects.filter(
        case=case, is_accompanying=True, own_case=None, relation=FamilyRelation.CHILD
    ).order_by("id")
    found = list(along)
    return found if found and form_rule_of(case).is_combined else []


def children_along(case: Case) -> list[dict[str, str]]:
    """Them, as a transfer and a passenger list name them."""
    names = ("family_name", "given_names", "birth_date", "sex")
    return [{name: getattr(child, name) for name in names} for child in on_this_form(case)]


def form_note(case: Case, members: Sequence[FamilyMember]) -> str:
    """What the printed form says of those named in parts B and C: who is returned on it, and who has one of his or her
    own. Empty where nobody returns along."""
    along = [member for member in members if member.is_accompanying]
    if not along:
        return ""
    is_combined = form_rule_of(case).is_combined
    here = [row for row in along if is_combined and row.relation == FamilyRelation.CHILD and not row.own_case_id]
    own = [row for row in along if row not in here]
    said = []
    if here:
        said.append(_("Returned together with the person, on this form: %(names)s.") % {"names": _names(here)})
    if own:
        said.append(_("Returned together with the person, on a form of their own: %(names)s.") % {"names": _names(own)})
    return " ".join(said)


def _names(members: Sequence[FamilyMember]) -> str:
    return "; ".join(f"{row.family_name}, {row.given_names}" for row in members)


def without_own_form(case: Case) -> list[FamilyMember]:
    """Who is said to return along and can do so only with a case of his or her own, which there is not yet."""
    along = list(FamilyMember.objects.filter(case=case, is_accompanying=True, own_case=None).order_by("id"))
    if not along:
        return []
    is_combined = form_rule_of(case).is_combined
    return [member for member in along if not (is_combined and member.relation == FamilyRelation.CHILD)]
