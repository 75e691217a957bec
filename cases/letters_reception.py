"""What papers say of a child who comes alone: who receives it. Why, and how it was assessed, stays with one side."""

from django.utils.translation import gettext as _

from cases.choices_safeguards import ReceptionStatus
from cases.models import Case, Reception
from cases.selectors.safeguards import safeguards_of


def reception_words(case: Case) -> str:
    """Who receives the child, in one line; "" for whoever is no unaccompanied child, and where nobody was named."""
    row = Reception.objects.filter(case=case, own_side="").exclude(status=ReceptionStatus.REFUSED).first()
    if row is None or not safeguards_of(case).is_alone:
        return ""
    who = f"{row.name} ({row.relation})" if row.relation else row.name
    return "; ".join(filter(None, (f"{row.get_kind_display()}: {who}", row.place, row.contact)))


def observations_of(case: Case) -> str:
    """Part F of the application: the observations, and who receives a child."""
    words = reception_words(case)
    said = _("Unaccompanied minor. Who receives the child: %(words)s.") % {"words": words} if words else ""
    return "\n".join(filter(None, (case.observations, said)))
