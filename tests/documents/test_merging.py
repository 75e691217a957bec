"""The case file as one PDF: contents with true page numbers, pages numbered through, files behind the sections."""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from documents import intake, merging, rendering
from documents.letters.case_file import AttachedFile, Section
from documents.vault import vault
from tests.documents import makers, samples


def attached(data: bytes, title: str, kind: str, **changes: object) -> AttachedFile:
    stored = vault().put(io.BytesIO(data))
    types = {"paper": "application/pdf", "pdf": "application/pdf", "picture": "image/jpeg"}
    fields = {"storage_id": stored.storage_id, "sha256": stored.sha256, "media_type": types[kind], "kind": kind}
    return AttachedFile(**{**fields, "title": title, **changes})  # type: ignore[arg-type]


def drawn(*files: AttachedFile, **changes: object) -> tuple[PdfReader, list[int]]:
    """The case file with these files, and what its progress was told."""
    told: list[int] = []
    context = samples.case_file(files=files, **changes)
    pdf = merging.case_file_draw(context, language="en", photograph=None, moved=told.append)
    reader = PdfReader(io.BytesIO(pdf.data))
    assert len(reader.pages) == pdf.pages
    return reader, told


def texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def uploaded_pdf(pages: int) -> bytes:
    writer = PdfWriter()
    for number in range(pages):
        writer.add_blank_page(595, 842 if number % 2 == 0 else 400)
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('hello')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in script.items()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def reply() -> bytes:
    return rendering.render(samples.reply(), language="en").data


@pytest.fixture(scope="module")
def files() -> Callable[[], list[AttachedFile]]:
    paper = reply()

    def make() -> list[AttachedFile]:
        return [
            attached(paper, "Reply", "paper", pages=len(PdfReader(io.BytesIO(paper)).pages)),
            attached(uploaded_pdf(3), "Scan of the passport", "pdf", pages=3),
            attached(makers.picture(size=(400, 300)).getvalue(), "Identity card", "picture"),
        ]

    return make


def test_every_page_has_its_number_and_the_reference(files: Callable[[], list[AttachedFile]]) -> None:
    reader, told = drawn(*files())
    pages = texts(reader)
    # Cover, contents, the sections, one page of the reply, three of the scan, one picture.
    assert len(pages) == 8
    for number, text in enumerate(pages, start=1):
        assert f"{samples.REFERENCE} · {number} of {len(pages)}" in text, number
    assert told == [1, 2, 3]


def test_the_page_numbers_of_the_contents_are_true_and_lead_there(files: Callable[[], list[AttachedFile]]) -> None:
    reader, _told = drawn(*files())
    pages = texts(reader)
    listed = {"Application": "Person", "What happened": "Filed and delivered"}
    listed |= {"Reply": "accepted", "Scan of the passport": "page 1 of 3", "Identity card": "Identity card"}
    for title, content in listed.items():
        found = re.search(rf"{title} (\d+)", pages[1])
        assert found, (title, pages[1])
        assert content in pages[int(found[1]) - 1], title
    links = [note.get_object() for note in reader.pages[1]["/Annots"]]  # type: ignore[union-attr]
    assert len([link for link in links if link["/Subtype"] == "/Link"]) >= len(listed)


def test_the_outline_names_sections_and_files(files: Callable[[], list[AttachedFile]]) -> None:
    reader, _told = drawn(*files())

    def titles(items: list[object]) -> list[str]:
        return [title for item in items for title in (titles(item) if isinstance(item, list) else [item.title])]  # type: ignore[attr-defined]

    assert set(titles(reader.outline)) >= {
        "Application",
        "What happened",
        "Reply",
        "Identity card",
    }
    assert any(title.startswith("Scan of the passport") for title in titles(reader.outline))


def test_our_own_papers_stay_text_inside_their_frame(files: Callable[[], list[AttachedFile]]) -> None:
    reader, _told = drawn(*files())
    page = reader.pages[3]
    assert "The application for readmission is accepted." in " ".join(page.extract_text().split())
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((595.28, 841.89), abs=0.1)


def test_nothing_of_a_foreign_pdf_comes_in_but_its_picture() -> None:
    reader, _told = drawn(attached(uploaded_pdf(2), "Scan", "pdf", pages=2))
    out = io.BytesIO()
    PdfWriter(clone_from=reader).write(out)
    assert b"app.alert" not in out.getvalue() and b"/JavaScript" not in out.getvalue()
    assert all(page.images for page in reader.pages[-2:])


@pytest.mark.parametrize("kind", ["pdf", "paper"])
def test_a_broken_file_gets_a_page_that_says_so(kind: str) -> None:
    file = attached(b"%PDF-1.7 nothing follows", "Broken scan", kind)
    reader, _told = drawn(file, attached(makers.picture().getvalue(), "Whole picture", "picture"))
    pages = texts(reader)
    assert "This page could not be opened." in pages[-2] and "Broken scan" in pages[-2]
    assert file.sha256 in pages[-2].replace(" ", "")
    assert "Whole picture" in pages[-1] and f"{len(pages)} of {len(pages)}" in pages[-1]


def test_bytes_that_are_not_those_that_were_recorded_are_not_shown() -> None:
    file = attached(makers.picture().getvalue(), "Passport", "picture")
    path = next(Path(settings.FILE_STORE_ROOT).rglob(file.storage_id))
    path.write_bytes(makers.picture(size=(99, 99)).getvalue())
    reader, _told = drawn(file)
    assert "This page could not be opened." in texts(reader)[-1]
    assert not reader.pages[-1].images


def test_a_file_that_is_too_long_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "MOST_PAGES", 2)
    reader, _told = drawn(
        attached(uploaded_pdf(3), "Long scan", "pdf", pages=3), attached(reply(), "Reply", "paper", pages=1)
    )
    pages = texts(reader)
    assert any("This file has 3 pages and is not printed here" in text for text in pages)
    assert "accepted" in pages[-1]


def test_own_side_sections_are_marked() -> None:
    section = Section(code="own", title="What our side records", is_own_side=True, note="File number V-1")
    reader, _told = drawn(sections=(section,))
    assert "What our side records (own side)" in texts(reader)[1]
    assert "its own side only" in texts(reader)[0]


def test_the_same_contents_give_the_same_text() -> None:
    first, _ = drawn()
    second, _ = drawn()
    assert texts(first) == texts(second)


def test_pages_of_a_pdf_are_drawn_several_at_a_time_in_the_sandbox() -> None:
    found = intake.page_pictures(io.BytesIO(uploaded_pdf(4)), first=1, count=2, side=300)
    assert len(found) == 2 and all(found)
    sizes = [Image.open(io.BytesIO(picture.data)).size for picture in found if picture]
    assert sizes == [(picture.width, picture.height) for picture in found if picture]
    assert {max(size) for size in sizes} == {300}
    assert len({hashlib.sha256(picture.data).hexdigest() for picture in found if picture}) == 2
    assert intake.page_pictures(io.BytesIO(uploaded_pdf(4)), first=4, count=1, side=300) == []
    with pytest.raises(intake.UploadRefused):
        intake.page_pictures(io.BytesIO(b"%PDF-"), first=0, count=1, side=300)
