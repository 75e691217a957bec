"""What came on paper, as the case page tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from cases.choices import PaperChannel, PaperKind, Side
from cases.models import Case, PaperRecord
from cases.wording import moment_words
from countries.selectors.places import country_name


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One paper. what: acknowledgement or reply, and how it came; came: when, on the clock of the receiving state;
    by: the country whose office entered it."""

    what: str
    came: str
    by: str
    note: str
    url: str


def with_papers() -> ArraySubquery:
    """The records of a case, as far as the reader sees them, to annotate a queryset of cases."""
    records = PaperRecord.objects.filter(case=OuterRef("pk")).order_by("dated_at", "id")
    columns = ("kind", "channel", "dated_at", "entered_side", "note", "file_id")
    return ArraySubquery(records.values(json=JSONObject(**{name: name for name in columns})))


def on_paper(case: Case, found: Sequence[Mapping[str, Any]]) -> list[OnPaper]:
    """The records in words; the case's two countries joined."""
    return [
        OnPaper(
            what=f"{PaperKind(row['kind']).label} ({PaperChannel(row['channel']).label})",
            came=moment_words(datetime.fromisoformat(row["dated_at"]), case.receiving_country),
            by=country_name(
                case.requesting_country if row["entered_side"] == Side.REQUESTING else case.receiving_country
            ),
            note=row["note"],
            url=reverse("documents:file-view", args=[row["file_id"]]),
        )
        for row in found
    ]
