"""The record of processing, drawn up from what RCMS knows, and the notices for persons."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from accounts.actor import Actor
from countries.models import AgreementMember, Country
from countries.selectors.places import country_name
from documents.letters.parts import direction_of
from protection.articles import ASKS, article_of, article_words
from protection.choices import DataKind, Why
from protection.models import ControllerRecord

_NOTICES: Final = Path(__file__).resolve().parents[1] / "data" / "notices"


@dataclass(frozen=True, slots=True)
class Recipients:
    """To whom data goes under one agreement. asks: what its article on data protection was read to ask for; is_read:
    whether anybody read it."""

    agreement: str
    countries: Sequence[str]
    article: str
    asks: Sequence[str]
    is_read: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one country."""

    own: ControllerRecord | None
    purposes: Sequence[str]
    data: Sequence[str]
    persons: Sequence[str]
    recipients: Sequence[Recipients]


def record_of(actor: Actor) -> Record:
    """What RCMS knows of the processing in the actor's country. Three statements."""
    own = ControllerRecord.objects.filter(country=actor.country).first()
    kinds = [kind.label for kind in DataKind if kind not in {DataKind.RECEIPT, DataKind.REQUEST}]
    return Record(
        own=own,
        purposes=[str(why.label) for why in Why],
        data=[str(label) for label in kinds],
        persons=[
            _("persons who are to be readmitted or let through, children among them"),
            _("members of their families, as far as they are named"),
            _("officials of both states who act in the cases, and escorts"),
        ],
        recipients=_recipients(actor),
    )


def _recipients(actor: Actor) -> list[Recipients]:
    members = list(
        AgreementMember.objects.filter(agreement__members__country=actor.country).select_related("agreement").distinct()
    )
    names = {row.code: country_name(row) for row in Country.objects.all()}
    sides: dict[str, dict[str, str]] = {}
    titles = {}
    for row in members:
        sides.setdefault(row.agreement_id, {})[row.country_id] = row.side
        titles[row.agreement_id] = row.agreement.short_title
    found = []
    for agreement, countries in sides.items():
        own = countries.get(actor.country)
        others = sorted(names[code] for code, side in countries.items() if side != own)
        article = article_of(agreement)
        found.append(
            Recipients(
                agreement=titles[agreement],
                countries=others,
                article=article_words(agreement),
                asks=[str(ASKS[code]) for code in article.asks] if article else (),
                is_read=article is not None,
            )
        )
    return sorted(found, key=lambda each: each.agreement)


# --- notices ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is told when data is taken down, in one language. parts: (heading, text)."""

    language: str
    name: str
    title: str
    is_reviewed: bool
    unreviewed: str
    parts: Sequence[tuple[str, str]]

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return direction_of(self.language)


@cache
def _notices() -> Mapping[str, Notice]:
    found = {}
    for path in sorted(_NOTICES.glob("*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = Notice(
            language=path.stem,
            name=read["language"],
            title=read["title"],
            is_reviewed=read["reviewed"],
            unreviewed=read["labels"]["unreviewed"],
            parts=[(read["labels"][code], text) for code, text in read["texts"].items()],
        )
    return {"en": found["en"], **found}


def notices() -> Sequence[Notice]:
    """In all languages, English first; with places for the controller's words."""
    return list(_notices().values())


def notice_for(actor: Actor, language: str) -> Notice | None:
    """The notice with the names of the actor's controller and officer; None for a language without one."""
    found = _notices().get(language)
    if found is None:
        return None
    own = ControllerRecord.objects.filter(country=actor.country).first()
    controller = (own.controller if own else "") or f"{actor.authority_name}, {actor.country_name}"
    officer = (own.officer if own else "") or "…"
    parts = [
        (heading, text.replace("{controller}", controller).replace("{officer}", officer))
        for heading, text in found.parts
    ]
    return Notice(found.language, found.name, found.title, found.is_reviewed, found.unreviewed, parts)
