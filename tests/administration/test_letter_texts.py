"""The words of a country's papers: printed on papers of its own offices, frozen at the request, plain text for ever."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from administration.selectors.letters import paper_languages
from administration.services.changes import change_approve
from administration.services.texts import letter_text_request
from core import clock
from core.scope import use_scope
from countries.models import Authority
from documents.letters.specimens import specimen
from documents.letters.texts import LETTERS_WITH_TEXTS, TextBlock, filled, in_order, wrong_placeholders
from documents.models import GeneratedDocument, LetterText
from documents.rendering import render, render_html
from tests import world
from tests.days import local_day


def words(
    text: str,
    *,
    letter: str = "reply",
    block: str = "opening",
    language: str = "en",
    version: int = 1,
    country: str = "SRB",
) -> None:
    world.every(LetterText).create(
        country_id=country,
        letter=letter,
        block=block,
        language=language,
        version=version,
        text=text,
        approved_at=clock.now(),
    )


@pytest.mark.django_db
def test_papers_carry_the_words_of_the_writing_country_as_they_were(db: None) -> None:
    people = world.corridor()
    words("About {reference}", version=1)
    words("Concerning {reference} of {country}", version=2)
    words("Овим поводом", language="sr-Cyrl")
    words("Not ours", country="NLD")
    case = world.case_at(people, "accepted")
    with use_scope(people.registry.scope):
        paper = GeneratedDocument.objects.get(subject=case.subject, template="reply")
        application = GeneratedDocument.objects.get(subject=case.subject, template="readmission_application")
    texts = [(text["language"], text["text"]) for text in paper.context["texts"]]
    assert texts == [("en", f"Concerning {case.reference} of Serbia"), ("sr-Cyrl", "Овим поводом")]
    assert application.context["texts"] == []
    words("Later words", version=3)
    with use_scope(people.registry.scope):
        assert GeneratedDocument.objects.get(id=paper.id).context == paper.context


@pytest.mark.django_db
def test_empty_words_print_nothing(db: None) -> None:
    people = world.corridor()
    words("Something")
    words("", version=2)
    case = world.case_at(people, "accepted")
    with use_scope(people.registry.scope):
        assert GeneratedDocument.objects.get(subject=case.subject, template="reply").context["texts"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("letter", LETTERS_WITH_TEXTS)
def test_every_block_is_printed_once_and_as_plain_text(db: None, letter: str) -> None:
    office = Authority.objects.select_related("country").get(code="srb-mup-readmission")
    marks = {"opening": "Alpha", "legal_remedy": "Beta", "closing": "Gamma", "footer": "Delta"}
    blocks = tuple(
        TextBlock(block=block, language="en", text=f"{mark} <b>{{{{ 7*7 }}}}</b>\nsecond line\n\nnew paragraph")
        for block, mark in marks.items()
    )
    context = specimen(letter, office=office, on=local_day()).with_texts(blocks)
    markup = render_html(context, language="en")
    for mark in marks.values():
        assert markup.count(f"{mark} &lt;b&gt;{{{{ 7*7 }}}}&lt;/b&gt;") == 1, mark
    assert sorted(marks.values(), key=markup.index) == list(marks.values())
    assert type(context).from_json(context.to_json()) == context


@pytest.mark.django_db
def test_a_specimen_is_drawn_with_its_words(db: None) -> None:
    office = Authority.objects.select_related("country").get(code="nld-dtv")
    block = TextBlock(block="closing", language="nl", text="Met vriendelijke groet")
    drawn = render(specimen("reply", office=office, on=local_day()).with_texts((block,)), language="en")
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(drawn.data)).pages)
    assert "Met vriendelijke groet" in text and "SPECIMEN" in text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{reference} and {date}", []),
        ("no braces", []),
        ("{person.name}", ["{person.name}"]),
        ("{{reference}}", ["{", "}"]),
        ("{}", ["{}"]),
        ("open {", ["{"]),
        ("%(reference)s ${reference}", []),
    ],
)
def test_what_is_no_placeholder(text: str, wrong: list[str]) -> None:
    assert wrong_placeholders(text) == wrong


def test_values_are_not_read_as_placeholders_again() -> None:
    values: dict[str, Any] = {"office": "{reference}", "reference": "X"}
    assert filled("{office}, {reference}", values) == "{reference}, X"


def test_the_papers_own_language_comes_first() -> None:
    blocks = [TextBlock(block="opening", language=tag, text=tag) for tag in ("de", "en", "sq")]
    assert [block.language for block in in_order(blocks, "en")] == ["en", "de", "sq"]


PARTNERS_WORDS = {"ka": "პატივისცემით", "ur": "آپ کا مخلص", "bn": "শ্রদ্ধাসহ"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", PARTNERS_WORDS)
def test_words_in_a_partners_language_are_proposed_and_drawn(db: None, language: str) -> None:
    first, second = (world.make_actor("nld-dtv", "administrator") for _number in range(2))
    office = Authority.objects.select_related("country").get(code="nld-dtv")
    text = PARTNERS_WORDS[language]
    with use_scope(first.scope):
        change = letter_text_request(
            actor=first, letter="reply", block="closing", language=language, text=text, based_on=0, reason="Courtesy"
        )
    with use_scope(second.scope):
        change_approve(actor=second, change_id=change.id)
    row = LetterText.objects.get(language=language)
    block = TextBlock(block="closing", language=language, text=row.text)
    context = specimen("reply", office=office, on=local_day()).with_texts((block,))
    script = {"ka": "georgian", "ur": "arabic", "bn": "bengali"}[language]
    # Letters of this script, and where they begin: words from right to left stand at the right edge.
    begun: list[float] = []

    def visit(text: str, _outer: Any, place: Any, font: Any, _size: Any) -> None:
        if text.strip() and font and f"noto-sans-{script}" in font["/BaseFont"]:
            begun.append(place[4])

    sheets = PdfReader(BytesIO(render(context, language="en").data)).pages
    for sheet in sheets:
        sheet.extract_text(visitor_text=visit)
    assert begun, "not drawn in its own script"
    is_right = min(begun) > float(sheets[0].mediabox.width) / 2
    assert is_right == (language == "ur"), begun


@pytest.mark.django_db
def test_languages_are_those_of_the_country_and_its_partners(db: None) -> None:
    tags = dict(paper_languages("NLD", local_day()))
    assert {"en", "nl", *PARTNERS_WORDS, "sr", "hy"} <= tags.keys() and "ja" not in tags
    assert list(tags)[:2] == ["en", "nl"], "the own ones first"


@pytest.mark.django_db
def test_words_in_another_partners_language_stay_off_the_paper(db: None) -> None:
    people = world.corridor()
    words("Concerning {reference}")
    words("Regarding", country="NLD", letter="readmission_application")
    words("დანართი", language="ka", country="NLD", letter="readmission_application")
    words("Прилог", language="sr-Cyrl", country="NLD", letter="readmission_application")
    case = world.case_at(people, "submitted")
    with use_scope(people.registry.scope):
        application = GeneratedDocument.objects.get(subject=case.subject, template="readmission_application")
    assert [text["language"] for text in application.context["texts"]] == ["en", "sr-Cyrl"]
