"""What the field macros draw: one dictionary per bound field; templates know nothing of Django's widgets."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import DATE_PARTS, DatePartsWidget


def field_parameters(bound: BoundField) -> dict[str, Any]:
    """What the field macro draws: kind, id, name, label, hint, error, value, options, attributes.

    Kinds: input, password, textarea, select, radios, checkboxes, checkbox, date, file, hidden.
    """
    widget = bound.field.widget
    attributes = {key: value for key, value in widget.attrs.items() if key not in {"class", "id"}}
    # The browser must not cut a long name or note silently: the server says what is too long.
    attributes.pop("maxlength", None)
    found: dict[str, Any] = {
        "kind": _kind(widget),
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": str(bound.label),
        "hint": str(bound.help_text or ""),
        "error": " ".join(str(text) for text in bound.errors),
        "value": _value(bound),
        "required": bound.field.required,
        "type": getattr(widget, "input_type", "text"),
        "rows": attributes.pop("rows", 5),
        "autocomplete": attributes.pop("autocomplete", None),
        "inputmode": attributes.pop("inputmode", None),
        "classes": widget.attrs.get("class", ""),
        "attributes": {key: value for key, value in attributes.items() if value is not False and value is not None},
        "multiple": bool(getattr(widget, "allow_multiple_selected", False)),
    }
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        found["options"] = _options(bound, widget)
    if isinstance(widget, DatePartsWidget):
        found["parts"] = _date_parts(bound, widget)
    return found


def _kind(widget: forms.Widget) -> str:
    kinds: Iterable[tuple[type[forms.Widget], str]] = (
        (DatePartsWidget, "date"),
        (forms.HiddenInput, "hidden"),
        (forms.PasswordInput, "password"),
        (forms.FileInput, "file"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "input")


def _value(bound: BoundField) -> Any:
    """The value as the control shows it; a password is never sent back."""
    widget = bound.field.widget
    if isinstance(widget, forms.PasswordInput | forms.FileInput):
        return ""
    value = bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if isinstance(widget, forms.MultiWidget | forms.CheckboxSelectMultiple):
        return value
    formatted = widget.format_value(value)
    if isinstance(widget, forms.Select | forms.RadioSelect):
        return formatted
    return "" if formatted is None else str(formatted)


def _options(bound: BoundField, widget: Any) -> list[dict[str, Any]]:
    """Choices flattened; a group's name comes as an entry with ``heading``."""
    chosen = {str(value) for value in widget.format_value(bound.value()) or [""]}
    flat: list[dict[str, Any]] = []
    for value, label in widget.choices:
        if isinstance(label, list | tuple):
            flat.append({"heading": label and value})
            flat += [
                {"value": str(inner or ""), "text": text, "checked": str(inner) in chosen} for inner, text in label
            ]
        else:
            flat.append(
                {"value": "" if value is None else str(value), "text": label, "checked": str(value or "") in chosen}
            )
    return flat


def _date_parts(bound: BoundField, widget: DatePartsWidget) -> list[dict[str, Any]]:
    value = bound.value()
    texts = value if isinstance(value, list) else widget.decompress(value)
    wrong: set[str] = set()
    for error in bound.errors.as_data() if bound.errors else ():
        wrong |= set((getattr(error, "params", None) or {}).get("parts") or DATE_PARTS)
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    birthday = {"day": "bday-day", "month": "bday-month", "year": "bday-year"}
    return [
        {
            "part": part,
            "label": labels[part],
            "id": f"{bound.auto_id or bound.html_name}_{part}",
            "name": f"{bound.html_name}_{part}",
            "value": text or "",
            "wrong": part in wrong,
            "autocomplete": birthday[part] if widget.birth else None,
        }
        for part, text in zip(DATE_PARTS, texts, strict=True)
    ]
