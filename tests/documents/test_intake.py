"""What is taken, what is refused, and in which words."""

import io
import subprocess

import pytest
from PIL import Image

from documents import intake, names, sandbox, sandbox_child
from tests.documents import makers


def refused(content: io.BytesIO, name: str = "scan", **limits: object) -> intake.UploadRefused:
    with pytest.raises(intake.UploadRefused) as caught:
        intake.inspect(content, declared_name=name, limits=intake.Limits(**limits))  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "kind", "size"),
    [
        (makers.picture("JPEG"), "photo.JPG", "jpeg", (60, 40)),
        (makers.picture("PNG"), "photo.png", "png", (60, 40)),
        (makers.picture("PNG", mode="RGBA"), "no extension", "png", (60, 40)),
        (makers.picture("PNG", mode="P"), "palette.png", "png", (60, 40)),
        (makers.picture("JPEG", mode="CMYK"), "print.jpeg", "jpeg", (60, 40)),
        (makers.pdf(3), "file.pdf", "pdf", (0, 0)),
    ],
)
def test_good_files_are_taken(content: io.BytesIO, name: str, kind: str, size: tuple[int, int]) -> None:
    inspected = intake.inspect(content, declared_name=name)
    assert (inspected.kind, inspected.width, inspected.height) == (kind, *size)
    assert inspected.media_type == intake.MEDIA_TYPES[inspected.kind]
    assert inspected.size == len(content.getvalue())
    assert inspected.pages == (3 if kind == "pdf" else 1)
    assert content.tell() == 0
    shown = Image.open(io.BytesIO(inspected.viewing))
    assert Image.MIME[shown.format or ""] == inspected.viewing_media_type


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (io.BytesIO(b""), "empty.pdf", "empty"),
        (io.BytesIO(b"MZ\x90\x00"), "scan.pdf", "unknown_type"),
        (io.BytesIO(b"<html><script>alert(1)</script>"), "scan.png", "unknown_type"),
        (io.BytesIO(b"GIF89a" + bytes(40)), "scan.gif", "unknown_type"),
        (io.BytesIO(b"PK\x03\x04%PDF-1.7"), "scan.pdf", "unknown_type"),
        (makers.picture("PNG"), "scan.pdf", "false_extension"),
        (makers.picture("JPEG"), "scan.png", "false_extension"),
        (makers.pdf(), "scan.exe", "false_extension"),
        (makers.pdf(password="open sesame"), "scan.pdf", "encrypted_pdf"),
        (io.BytesIO(b"%PDF-1.7 and then nothing of the kind"), "scan.pdf", "broken_pdf"),
        (io.BytesIO(makers.picture("JPEG", (400, 400)).getvalue()[:700]), "scan.jpg", "broken_image"),
        (io.BytesIO(b"\xff\xd8\xff" + bytes(100)), "scan.jpg", "broken_image"),
        (makers.png_of_header(50, 50), "scan.png", "broken_image"),
        (makers.animation(), "scan.png", "moving_picture"),
        (makers.png_of_header(40_000, 40_000), "scan.png", "too_many_pixels"),
    ],
)
def test_bad_files_are_refused_with_a_message(content: io.BytesIO, name: str, code: str) -> None:
    refusal = refused(content, name)
    assert refusal.code == code
    assert "%(" not in refusal.message
    assert len(refusal.message) > 40


def test_too_large_names_both_sizes_and_is_not_read() -> None:
    refusal = refused(makers.Unreadable(30 * 1024 * 1024), "scan.pdf")
    assert refusal.code == "too_large"
    assert refusal.parameters == {"size": 31_457_280, "limit": 10_485_760}
    message = refusal.message.replace("\xa0", " ")
    assert "30.0 MB" in message
    assert "10.0 MB" in message


def test_pixels_are_judged_before_any_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def must_not_decode(self: Image.Image) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", must_not_decode)
    with pytest.raises(sandbox_child.Refused) as caught:
        sandbox_child.inspect_image(makers.png_of_header(40_000, 40_000).getvalue(), "png", 40_000_000)
    assert caught.value.numbers == {"width": 40_000, "height": 40_000}


def test_message_of_pixels_gives_width_height_and_limit() -> None:
    message = refused(makers.png_of_header(40_000, 40_000), "scan.png").message
    assert "40000 × 40000" in message
    assert "40 megapixels" in message


def test_pages_are_limited() -> None:
    refusal = refused(makers.pdf(4), "scan.pdf", pages=3)
    assert (refusal.code, refusal.parameters) == ("too_many_pages", {"pages": 4, "limit": 3})
    assert "4 pages; at most 3" in refusal.message


def test_a_photograph_must_be_a_picture() -> None:
    assert refused(makers.pdf(), "photo.pdf", pictures_only=True).code == "not_a_picture"


def test_viewing_copy_is_upright_and_tells_nothing() -> None:
    source = makers.photograph_with_position()
    inspected = intake.inspect(source, declared_name="photo.jpg")
    assert (inspected.width, inspected.height) == (40, 60)
    copy = Image.open(io.BytesIO(inspected.viewing))
    assert copy.size == (40, 60)
    red, _, blue = copy.convert("RGB").getpixel((20, 5))  # type: ignore[misc]
    assert red > 200 > blue
    assert not copy.getexif()
    assert b"secret" in source.getvalue().lower()
    assert b"secret" not in inspected.viewing.lower()
    assert "comment" not in copy.info
    assert "exif" not in copy.info


def test_viewing_copy_of_png_keeps_no_text() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "somebody")
    source = makers.picture("PNG", pnginfo=told).getvalue()
    assert b"somebody" in source
    assert b"somebody" not in intake.viewing_copy(source, "png")


def test_viewing_copy_is_small_enough_for_a_screen() -> None:
    copy = Image.open(io.BytesIO(intake.viewing_copy(makers.picture("JPEG", (4000, 1000)).getvalue(), "jpeg")))
    assert copy.size == (sandbox_child.VIEWING_SIDE, 750)


def test_the_child_sees_no_secret_and_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    real = subprocess.run

    def spy(arguments: list[str], **options: object) -> object:
        seen.update(options)
        return real(arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr(sandbox.subprocess, "run", spy)
    intake.inspect(makers.picture(), declared_name="a.jpg")
    assert seen["env"] == {}
    script = (
        "import resource; from documents import sandbox_child; sandbox_child.confine();"
        "print([resource.getrlimit(limit)[0] for limit in"
        " (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)])"
    )
    import sys

    told = real([sys.executable, "-c", script], capture_output=True, text=True, cwd=sandbox._ROOT, check=True).stdout
    assert told.strip() == str([sandbox_child.MEMORY_BYTES, sandbox_child.PROCESSOR_SECONDS, 0])


@pytest.mark.parametrize("failure", ["dies", "hangs", "babbles"])
def test_a_child_that_gives_no_answer_means_a_broken_file(monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    def run(arguments: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        if failure == "hangs":
            raise subprocess.TimeoutExpired(arguments, 1)
        return subprocess.CompletedProcess(arguments, -11 if failure == "dies" else 0, stdout=b"what?\n", stderr=b"")

    monkeypatch.setattr(sandbox.subprocess, "run", run)
    assert refused(makers.pdf(), "a.pdf").code == "broken_pdf"


def test_every_refusal_of_the_child_has_a_message() -> None:
    import ast
    import inspect

    codes = {
        node.args[0].value
        for node in ast.walk(ast.parse(inspect.getsource(sandbox_child)))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Refused"
        and isinstance(node.args[0], ast.Constant)
    }
    assert codes - {"no_such_page"} <= set(intake.MESSAGES)
    assert {"broken_image", "too_many_pages"} <= codes


@pytest.mark.parametrize(
    ("declared", "kind", "safe"),
    [
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\Users\\me\\scan.JPEG", "jpeg", "scan.jpg"),
        ("report.pdf.exe", "pdf", "report.pdf.exe.pdf"),
        ("photo.png.png", "png", "photo.png"),
        ("ne\u202egnp.exe\x00\n", "png", "negnp.exe.png"),
        ("პასპორტი ანა.pdf", "pdf", "პასპორტი ანა.pdf"),
        ("پاسپورٹ.pdf", "pdf", "پاسپورٹ.pdf"),
        ("", "pdf", "document.pdf"),
        ("...", "jpeg", "document.jpg"),
        ("a<b>:c?.png", "png", "a_b__c_.png"),
        ("x" * 300 + ".pdf", "pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(declared: str, kind: str, safe: str) -> None:
    assert names.safe_name(declared, kind) == safe
