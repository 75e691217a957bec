"""Checklists, edited at once; previews of the words of papers, which change by two persons."""

from collections.abc import Mapping, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from administration import payloads
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.policies import refuse_unless_national
from administration.selectors.letters import languages_of
from administration.services.changes import change_request
from administration.services.doings import check_letter_text
from administration.services.setting import Setting
from administration.services.trail import trail
from cases.choices import ChecklistPurpose
from cases.models import Checklist
from core import clock
from core.audience import Audience
from core.errors import Invalid, NotVisible
from core.ids import uuid7
from countries.models import Authority
from countries.services.authorities import stale
from documents.letters.specimens import specimen
from documents.models import GeneratedDocument
from documents.services import document_request
from documents.texts import blocks_of, letter_texts_of

ITEMS_AT_MOST = 40
ITEM_LENGTH = 300


def checklist_save(*, actor: Actor, purpose: str, version: int, items: Sequence[Mapping[str, object]]) -> Checklist:
    """A new version of the country's list; no items: nothing is shown any more.

    items: `{"code": "" for a new one, "texts": {language: words}}` in their order. version: the one that was edited, 0
    for none. Raises ActRefused, NotVisible, StaleVersion, Invalid.
    """
    refuse_unless_national(actor)
    if purpose not in ChecklistPurpose.values:
        raise NotVisible(f"checklist:{purpose}"[:100])
    languages = dict(languages_of(actor.country))
    if len(items) > ITEMS_AT_MOST:
        raise Invalid({"items": [_("At most %(count)d points") % {"count": ITEMS_AT_MOST}]})
    rows = Checklist.objects.select_for_update().filter(country=actor.country, purpose=purpose)
    current = rows.filter(is_active=True).first()
    if (current.version if current else 0) != version:
        raise stale()
    known = {str(entry["code"]) for entry in current.items} if current else set()
    kept = [_item(entry, known, languages) for entry in items]
    last = rows.aggregate(last=Max("version"))["last"] or 0
    rows.filter(is_active=True).update(is_active=False)
    checklist = Checklist(
        country_id=actor.country, purpose=purpose, version=last + 1, items=kept, created_at=clock.now()
    )
    checklist.save(force_insert=True)
    trail(
        actor=actor,
        action="checklist.saved",
        subject=f"checklist:{checklist.id}",
        parameters={"purpose": purpose, "version": checklist.version, "count": len(kept)},
        changed=["items"],
    )
    return checklist


def _item(entry: Mapping[str, object], known: set[str], languages: Mapping[str, str]) -> dict[str, object]:
    texts = entry["texts"]
    assert isinstance(texts, dict)
    words = {tag: text for tag, text in texts.items() if text}
    if not words or not set(words) <= set(languages) or any(len(text) > ITEM_LENGTH for text in words.values()):
        raise Invalid({"items": [_("Each point needs words of at most %(count)d characters") % {"count": ITEM_LENGTH}]})
    code = str(entry.get("code", ""))
    return {"code": code if code in known else uuid7().hex[-12:], "texts": words}


def letter_text_request(
    *, actor: Actor, letter: str, block: str, language: str, text: str, based_on: int, reason: str
) -> ChangeRequest:
    """Propose new words for one block of one paper. Raises ActRefused, NotVisible, StaleVersion, Invalid."""
    payload = payloads.ChangeLetterText(letter=letter, block=block, language=language, text=text, based_on=based_on)
    return change_request(actor=actor, kind=ChangeKind.LETTER_TEXT, payload=payload, reason=reason)


def letter_text_preview(
    *, actor: Actor, letter: str, block: str, language: str, text: str, based_on: int
) -> GeneratedDocument:
    """Draw the paper about a specimen person with these words in place of the present ones, as the worker draws every
    paper; only the actor's group of administrators can read it. Raises as `letter_text_request`."""
    refuse_unless_national(actor)
    payload = payloads.ChangeLetterText(letter=letter, block=block, language=language, text=text, based_on=based_on)
    today = day_of(actor, clock.now())
    check_letter_text(Setting(actor.country, today), payload)
    office = Authority.objects.select_related("country").get(id=actor.authority_id)
    context = specimen(letter, office=office, on=today)
    # A partner's paper: words in the languages of others do not stand on it.
    known = {language, *dict(languages_of(actor.country))}
    texts = [
        (row.block, row.language, row.text)
        for row in letter_texts_of(actor.country, letter)
        if (row.block, row.language) != (block, language) and row.language in known
    ]
    blocks = blocks_of(context, actor, "en", [*texts, (block, language, text)])
    return document_request(
        actor=actor,
        context=context.with_texts(blocks),
        subject=f"specimen:{uuid7()}",
        audience=Audience(groups=(actor.group_id,)),
        has_own_words=True,
    )
