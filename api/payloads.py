"""JSON to the product's own forms and back: the API judges contents by the same fields as the pages.

A payload has the names of the form's fields. Dates are "YYYY-MM-DD" (births also "YYYY-MM" and "YYYY"), choices are
codes, several choices are lists, yes and no are booleans. A name that the form has not is an error, never ignored.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from api.errors import Problem
from cases.forms.acts import TimeOfDayField
from core.forms import DatePartsField

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_YES: Final = {"true": True, "false": False}
Fields = Mapping[str, forms.Field]


def refuse_unknown(payload: Mapping[str, Any], names: Iterable[str]) -> None:
    """400 for every name that is not among `names`."""
    unknown = sorted(set(payload) - set(names))
    if unknown:
        words = _("There is no field of this name")
        fields = {name[:60]: [words] for name in unknown[:20]}
        raise Problem(400, "unknown_field", _("The body names what does not exist."), fields=fields)


def form_data(fields: Fields, payload: Mapping[str, Any], *, is_text: bool = False) -> QueryDict:
    """The payload as a browser would send it. is_text: every value came as text (multipart). 400 for wrong types."""
    names = [name for name, field in fields.items() if not isinstance(field, forms.FileField)]
    refuse_unknown(payload, names)
    data = QueryDict(mutable=True)
    wrong: dict[str, list[str]] = {}
    for name, value in payload.items():
        if value is None:
            continue
        try:
            _put(data, name, fields[name], _from_text(fields[name], value) if is_text else value)
        except TypeError as error:
            wrong[name] = [str(error)]
    if wrong:
        raise Problem(400, "wrong_type", _("A value is of the wrong type."), fields=wrong)
    return data


def _from_text(field: forms.Field, value: str) -> Any:
    if isinstance(field, forms.BooleanField):
        return _YES.get(value, value)
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField):
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else value
    return value


def _put(data: QueryDict, name: str, field: forms.Field, value: Any) -> None:
    """One value under the names and in the shape of its widget; raises TypeError with words."""
    if isinstance(field, DatePartsField):
        if not isinstance(value, str) or (value and not _DATE.fullmatch(value)):
            raise TypeError(_("Write a date as YYYY-MM-DD"))
        for part, text in zip(("day", "month", "year"), field.widget.decompress(value), strict=True):
            data[f"{name}_{part}"] = text
    elif isinstance(field, forms.MultipleChoiceField):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise TypeError(_("Give a list of codes"))
        data.setlist(name, value)
    elif isinstance(field, forms.BooleanField):
        if not isinstance(value, bool):
            raise TypeError(_("Give true or false"))
        if value:
            data[name] = "on"
    elif isinstance(field, forms.DecimalField):
        # As text: a number of JSON is a fraction of two for many who read it, and an amount of money is not.
        if not isinstance(value, str):
            raise TypeError(_("Give the amount as text, such as 1250.00"))
        data[name] = value
    elif isinstance(field, forms.IntegerField):
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(_("Give a whole number"))
        data[name] = str(value)
    else:
        if not isinstance(value, str):
            raise TypeError(_("Give text"))
        data[name] = value


def payload_of(fields: Iterable[str], stored: Any) -> dict[str, Any]:
    """What a row says, as a payload: what a partial change starts from."""
    found: dict[str, Any] = {}
    for name in fields:
        value = getattr(stored, name, None)
        found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def refuse_invalid(form: forms.BaseForm) -> None:
    """422 with the form's complaints: field -> messages, "" for the whole."""
    if not form.is_valid():
        fields = {name if name != "__all__" else "": texts for name, texts in form.errors.items()}
        raise Problem(422, "invalid", _("What was sent cannot be accepted."), fields=fields)


# --- as a schema ------------------------------------------------------------------------------------------------------


def payload_schema(fields: Fields, *, is_partial: bool = False, with_files: bool = False) -> dict[str, Any]:
    """The JSON schema of a payload. Choices that depend on the case are told by the list of acts, not here."""
    properties = {
        name: _field_schema(field)
        for name, field in fields.items()
        if with_files or not isinstance(field, forms.FileField)
    }
    schema: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    required = [] if is_partial else [name for name in properties if fields[name].required]
    if required:
        schema["required"] = required
    return schema


def _field_schema(field: forms.Field) -> dict[str, Any]:
    schema: dict[str, Any] = _type_schema(field)
    words = " — ".join(filter(None, (str(field.label or ""), str(field.help_text or ""))))
    return {**schema, "description": words} if words else schema


def _type_schema(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, forms.FileField):
        return {"type": "string", "format": "binary"}
    if isinstance(field, DatePartsField):
        if field.allow_partial:
            return {"type": ["string", "null"], "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"}
        return {"type": ["string", "null"], "format": "date"}
    if isinstance(field, TimeOfDayField):
        return {"type": "string", "pattern": r"^\d{1,2}[:.]?\d{2}$"}
    if isinstance(field, forms.MultipleChoiceField):
        codes = _codes(field)
        return {"type": "array", "items": {"type": "string", "enum": codes} if codes else {"type": "string"}}
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.DecimalField):
        return {"type": ["string", "null"], "pattern": rf"^\d{{1,10}}(\.\d{{1,{field.decimal_places}}})?$"}
    if isinstance(field, forms.IntegerField):
        bounds = {"minimum": field.min_value, "maximum": field.max_value}
        return {"type": ["integer", "null"], **{name: value for name, value in bounds.items() if value is not None}}
    if isinstance(field, forms.ChoiceField):
        codes = _codes(field)
        return {"type": ["string", "null"], "enum": [*codes, None]} if codes else {"type": ["string", "null"]}
    length = getattr(field, "max_length", None)
    return {"type": ["string", "null"], **({"maxLength": length} if length else {})}


def _codes(field: Any) -> list[str]:
    """The codes to choose from; none where they are known only at the case."""
    flat: list[str] = []
    for value, label in field.choices:
        flat += [str(inner) for inner, _label in label] if isinstance(label, list | tuple) else [str(value)]
    return list(dict.fromkeys(flat)) if any(flat) else []
