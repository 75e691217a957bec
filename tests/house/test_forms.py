"""Dates in three boxes, text without invisible characters, errors that lead to their control."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.field_parameters import field_parameters
from core.forms import DatePartsField, PageForm, PlainTextField, names_of_words, today


def parts_of(error: pytest.ExceptionInfo[ValidationError]) -> tuple[str, ...]:
    return tuple(error.value.params["parts"])


@given(st.dates(min_value=datetime.date(1900, 1, 1)))
def test_every_date_survives_the_boxes(day: datetime.date) -> None:
    field = DatePartsField()
    assert field.clean(field.widget.decompress(day)) == day


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        (["27", "3", "1990"], "1990-03-27"),
        (["", "3", "1990"], "1990-03"),
        (["", "", "1990"], "1990"),
        (["", "", ""], ""),
        (["٢٧", "٣", "١٩٩٠"], "1990-03-27"),
        ([" 27 ", "03", "1990"], "1990-03-27"),
    ],
)
def test_partial_date(typed: list[str], cleaned: str) -> None:
    assert DatePartsField(allow_partial=True, required=False).clean(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "partial", "code", "parts"),
    [
        (["31", "2", "2014"], False, "not_real", ("day",)),
        (["29", "2", "2023"], False, "not_real", ("day",)),
        (["1", "13", "2014"], False, "month_range", ("month",)),
        (["1", "", "2014"], False, "month_missing", ("month",)),
        (["", "2", "2014"], False, "day_missing", ("day",)),
        (["1", "2", ""], True, "year_missing", ("year",)),
        (["1", "", "2014"], True, "month_missing_for_day", ("month",)),
        (["1", "2", "14"], False, "year_digits", ("year",)),
        (["x", "2", "2014"], False, "not_numbers", ("day",)),
        (["-1", "2", "2014"], False, "not_numbers", ("day",)),
        (["1", "2", "0000"], False, "not_real", ("day",)),
        (["1", "2", "1899"], False, "too_early", ("day", "month", "year")),
    ],
)
def test_wrong_date_names_the_box_that_is_wrong(
    typed: list[str], partial: bool, code: str, parts: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as error:
        DatePartsField(allow_partial=partial).clean(typed)
    assert (error.value.code, parts_of(error)) == (code, parts)


def test_future_date_is_refused_by_the_clock_of_law() -> None:
    field = DatePartsField(latest=today)
    with clock.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)):
        assert field.clean(["21", "11", "2026"]) == datetime.date(2026, 11, 21)
        with pytest.raises(ValidationError) as error:
            field.clean(["22", "11", "2026"])
    assert error.value.code == "in_future"


def test_partial_date_is_compared_as_far_as_it_is_known() -> None:
    field = DatePartsField(allow_partial=True, latest=datetime.date(2026, 3, 1))
    assert field.clean(["", "3", "2026"]) == "2026-03"
    with pytest.raises(ValidationError):
        field.clean(["", "4", "2026"])


@pytest.mark.parametrize("name", ["O’Neill-D'Souza", "გიორგი ბერიძე", "محمد حسین", "می‌خواهم", "আবদুর রহমান", "x" * 200])
def test_names_of_every_script_pass(name: str) -> None:
    assert PlainTextField().clean(name) == name


@pytest.mark.parametrize("name", ["a\u202eb", "a\u2066b", "a\u200fb", "a\x00b", "a\x1bb", "a\ufeffb", "x" * 201])
def test_invisible_characters_and_overlong_names_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        PlainTextField().clean(name)


def test_white_space_is_one_space_and_letters_are_composed() -> None:
    assert PlainTextField().clean("  Milos\u030c \t Petrovic\u0301 ") == "Miloš Petrović"


class SampleForm(PageForm):
    name = PlainTextField(label="Name")
    born = DatePartsField(label="Born", allow_partial=True)
    sex = forms.ChoiceField(label="Sex", choices=[("f", "F"), ("m", "M")], widget=forms.RadioSelect)


def test_error_lines_stand_in_the_order_of_the_fields_and_lead_to_the_wrong_box() -> None:
    form = SampleForm({"born_day": "1", "born_month": "", "born_year": "1990"})
    assert [line.href for line in form.error_lines()] == ["#id_name", "#id_born_month", "#id_sex"]
    assert form.error_lines()[0].text.startswith("Name: ")


def test_fresh_form_has_no_error_lines() -> None:
    assert SampleForm().error_lines() == []


def test_parameters_of_a_date_mark_only_the_wrong_box() -> None:
    given_ = field_parameters(SampleForm({"born_day": "1", "born_month": "", "born_year": "1990"})["born"])
    assert given_["kind"] == "date"
    assert [(part["id"], part["value"], part["wrong"]) for part in given_["parts"]] == [
        ("id_born_day", "1", False),
        ("id_born_month", "", True),
        ("id_born_year", "1990", False),
    ]


def test_chosen_option_is_checked() -> None:
    options = field_parameters(SampleForm(initial={"sex": "m"})["sex"])["options"]
    assert [(option["value"], option["checked"]) for option in options] == [("f", False), ("m", True)]


def test_password_is_never_sent_back() -> None:
    class SignIn(PageForm):
        password = forms.CharField(widget=forms.PasswordInput)

    assert field_parameters(SignIn({"password": "secret"})["password"])["value"] == ""


def test_the_browser_cuts_no_text_silently_the_server_says_what_is_too_long() -> None:
    class Note(PageForm):
        name = PlainTextField(max_length=5)
        text = PlainTextField(multiline=True, max_length=20, widget=forms.Textarea({"rows": 3, "spellcheck": "false"}))

    typed = {"name": "Longer", "text": "x" * 21}
    form = Note(typed)
    for name, words in typed.items():
        parameters = field_parameters(form[name])
        assert "maxlength" not in parameters["attributes"] and parameters["value"] == words
        assert str(len(words) - 1) in parameters["error"]
    assert field_parameters(form["text"])["attributes"] == {"spellcheck": "false", "cols": "40"}


def test_a_hidden_value_of_the_same_name_does_not_lose_what_is_typed_elsewhere() -> None:
    class Typed(PageForm):
        remark_of_this_test = PlainTextField()

    class Carried(PageForm):
        remark_of_this_test = forms.CharField(widget=forms.HiddenInput)
        code_of_this_test = forms.CharField(widget=forms.HiddenInput)

    assert "remark_of_this_test" in names_of_words() and "code_of_this_test" not in names_of_words()
