"""Every template keeps the rules of the house: it parses, it extends the frame, it holds nothing that the policy refuses."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import nodes

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

# Not pages: the frame itself, macros, letters and e-mails; and the page that must render with nothing at all.
NOT_PAGES = ("components/", "letters/", "emails/", "documents/", "notices/")
STANDS_ALONE = {"base.html", "errors/500.html"}

REFUSED = {
    "inline style": re.compile(r"""\sstyle\s*=\s*["'{]""", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "event handler": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["'{]""", re.IGNORECASE),
    "htmx handler": re.compile(r"hx-on", re.IGNORECASE),
    "htmx script value": re.compile(r"""hx-(vals|headers)\s*=\s*["']?\s*(js|javascript):""", re.IGNORECASE),
    "htmx trigger filter": re.compile(r"""hx-trigger\s*=\s*["'][^"']*\["""),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"""(src|href)\s*=\s*["']https?://""", re.IGNORECASE),
    "escaping turned off": re.compile(r"autoescape\s+false"),
    # On a phone the label of the cell would go where the words begin.
    "direction of a labelled cell": re.compile(r"<t[dh]\b[^>]*data-label=[^>]*\sdir="),
}


def template_names() -> list[str]:
    """All HTML templates but the letters: a printed paper needs its styles within itself."""
    names = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    return [name for name in names if not name.startswith(("letters/", "documents/"))]


def is_page(name: str) -> bool:
    """A page is asked for by its own address; fragments (names that begin with an underscore) are parts of one."""
    return not name.startswith(NOT_PAGES) and name not in STANDS_ALONE and not Path(name).name.startswith("_")


def refusals(text: str) -> set[str]:
    """Names of the rules that the text breaks; comments do not count."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return {rule for rule, pattern in REFUSED.items() if pattern.search(text)}


def parsed(name: str) -> nodes.Template:
    """The syntax tree; raises TemplateSyntaxError."""
    return engines["jinja2"].env.parse((TEMPLATES / name).read_text(), name)


def parent_of(name: str) -> str | None:
    """The template that this one extends."""
    extends = next(parsed(name).find_all(nodes.Extends), None)
    return extends.template.value if extends and isinstance(extends.template, nodes.Const) else None


@pytest.mark.parametrize("name", template_names())
def test_template_holds_nothing_that_the_content_security_policy_refuses(name: str) -> None:
    assert refusals((TEMPLATES / name).read_text()) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('<p style="color:red">', "inline style"),
        ("<style>p{}</style>", "style element"),
        ("<script>alert(1)</script>", "inline script"),
        ('<a onclick="go()">', "event handler"),
        ('<a hx-on:click="go()">', "htmx handler"),
        ("<a hx-vals='js:{}'>", "htmx script value"),
        ('<a hx-trigger="click[ctrlKey]">', "htmx trigger filter"),
        ('<a href="javascript:go()">', "script address"),
        ('<script src="https://example.org/x.js"></script>', "foreign address"),
    ],
)
def test_the_rules_find_what_they_are_for(text: str, rule: str) -> None:
    assert rule in refusals(text)


@pytest.mark.parametrize("name", template_names())
def test_template_compiles_and_finds_what_it_imports(name: str) -> None:
    engine = engines["jinja2"].env
    engine.get_template(name)
    for node in parsed(name).find_all((nodes.FromImport, nodes.Import, nodes.Include, nodes.Extends)):
        if not isinstance(node.template, nodes.Const):
            continue
        wanted = engine.get_template(node.template.value)
        if isinstance(node, nodes.FromImport):
            for imported in node.names:
                macro = imported[0] if isinstance(imported, tuple) else imported
                assert hasattr(wanted.module, macro), f"{name} imports {macro}, which {node.template.value} has not"


@pytest.mark.parametrize("name", [name for name in template_names() if is_page(name)])
def test_page_extends_the_frame(name: str) -> None:
    current: str | None = name
    seen = []
    while current and current != "base.html":
        assert current not in seen
        seen.append(current)
        current = parent_of(current)
    assert current == "base.html"


@pytest.mark.parametrize("language", ["en", "sr", "sr-latn", "sq"])
@pytest.mark.parametrize(
    "name", ["errors/400.html", "errors/403.html", "errors/404.html", "errors/409.html", "errors/500.html"]
)
def test_error_page_renders_with_no_context_at_all(name: str, language: str, settings) -> None:
    # The manifest is a matter of the build, not of the templates.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with translation.override(language):
        page = engines["jinja2"].get_template(name).render()
    assert page.count("<h1") == 1
    assert re.search(r'<html lang="[a-zA-Z-]+" dir="ltr"', page)
    assert refusals(page) == set()
