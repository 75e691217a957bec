"""Typed contents to plain JSON and back, by the annotations of frozen dataclasses. An unknown field is an error.

A paper is rendered from what this wrote at the time of the request, so the form must be read back for as long as the
papers live: fields are only added, with a default, and a changed meaning takes a new version of the paper.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import types
import typing
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Content = TypeVar("Content")
_PLAIN = (str, int, bool)


class ContextBroken(ValueError):
    """Stored contents do not fit the paper: a field is missing, unknown, or of another type."""


def to_plain(value: Any) -> Any:
    """A dataclass, tuple, date, instant or plain value as what JSON can hold. Instants must know their zone."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise ContextBroken("an instant without a zone")
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, _PLAIN):
        return value
    raise ContextBroken(f"{type(value).__name__} has no place on a paper")


def from_plain(kind: type[Content], value: Any) -> Content:
    """Read what `to_plain` wrote as the dataclass `kind`; raises ContextBroken."""
    return typing.cast(Content, _read(kind, value, kind.__name__))


def canonical_bytes(plain: Any) -> bytes:
    """One byte form of plain values: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(plain: Any) -> str:
    """The SHA-256 of plain values in their canonical form, in hex."""
    return hashlib.sha256(canonical_bytes(plain)).hexdigest()


def _read(kind: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, value, where)
    origin = get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _read(next(option for option in get_args(kind) if option is not type(None)), value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise ContextBroken(f"{where}: a list is expected")
        return tuple(_read(get_args(kind)[0], item, where) for item in value)
    if origin is typing.Literal:
        if value not in get_args(kind):
            raise ContextBroken(f"{where}: {value!r} is not one of {get_args(kind)}")
        return value
    if kind in (dt.datetime, dt.date):
        try:
            return kind.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ContextBroken(f"{where}: {value!r} is not a time") from error
    if kind in _PLAIN and type(value) is kind:
        return value
    raise ContextBroken(f"{where}: {value!r} is not {kind}")


def _read_dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ContextBroken(f"{where}: an object is expected")
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    if unknown := set(value) - set(fields):
        raise ContextBroken(f"{where}: unknown {sorted(unknown)}")
    read = {name: _read(hints[name], item, f"{where}.{name}") for name, item in value.items()}
    try:
        return kind(**read)
    except TypeError as error:
        raise ContextBroken(f"{where}: {error}") from error
