"""The words of a country's papers: which hold now, and as they are printed on one paper."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils import formats, translation

from accounts.actor import Actor
from countries.models import Country
from documents.letters.contexts import LetterContext
from documents.letters.texts import TextBlock, filled, in_order
from documents.models import LetterText


def letter_texts_of(country: str, letter: str | None = None) -> list[LetterText]:
    """The newest version of each block and language of a country, of one paper or of all. One statement."""
    rows = LetterText.objects.filter(country=country)
    if letter is not None:
        rows = rows.filter(letter=letter)
    return list(rows.order_by("letter", "block", "language", "-version").distinct("letter", "block", "language"))


def text_blocks_for(
    context: LetterContext, actor: Actor, language: str, readers: Iterable[str]
) -> tuple[TextBlock, ...]:
    """The words that the actor's country has for this paper today, placeholders replaced.

    readers: the countries that read the paper: words in a language of another partner's are for its papers. One
    statement, two where there are words.
    """
    rows = [row for row in letter_texts_of(actor.country, context.code) if row.text.strip()]
    if not rows:
        return ()
    known = {_spoken(code) for code, _name in settings.LANGUAGES} | {_spoken(language)}
    for tags in Country.objects.filter(code__in={actor.country, *readers}).values_list("languages", flat=True):
        known.update(map(_spoken, tags))
    printed = [(row.block, row.language, row.text) for row in rows if _spoken(row.language) in known]
    return blocks_of(context, actor, language, printed)


def _spoken(tag: str) -> str:
    """The language without its script: Serbian is Serbian in either."""
    return tag.partition("-")[0]


def blocks_of(
    context: LetterContext, actor: Actor, language: str, texts: Iterable[tuple[str, str, str]]
) -> tuple[TextBlock, ...]:
    """Blocks from (block, language, text with placeholders); empty texts print nothing."""
    values = _values(context, actor, language)
    blocks = [
        TextBlock(block=block, language=tag, text=filled(text, values)) for block, tag, text in texts if text.strip()
    ]
    return in_order(blocks, language)


def _values(context: LetterContext, actor: Actor, language: str) -> Mapping[str, str]:
    with translation.override(language):
        day = formats.date_format(context.issued_on, "j F Y")
    return {
        "reference": context.reference,
        "date": day,
        "agreement": context.agreement,
        "office": actor.authority_name,
        "country": actor.country_name,
    }
