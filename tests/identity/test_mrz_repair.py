"""Corrections are offered, never made."""

from cases.identity.mrz import parse
from cases.identity.mrz_repair import MAXIMUM_REPAIRS, suggest_repairs

RIGHT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def changes(repair):
    return {(c.line, c.position, c.found, c.proposed) for c in repair.changes}


def test_a_valid_zone_needs_no_repair():
    assert suggest_repairs(parse(RIGHT)) == ()


def test_position_decides_between_letter_and_digit():
    zone = parse(RIGHT.replace("P<UTO", "P<UT0").replace("740812", "74O8I2"))
    before = zone.lines
    (repair,) = suggest_repairs(zone)
    assert changes(repair) == {(1, 5, "0", "O"), (2, 16, "O", "0"), (2, 18, "I", "1")}
    assert "\n".join(repair.lines) == RIGHT
    assert repair.is_valid
    assert zone.lines == before


def test_check_digit_finds_the_confused_character_in_the_number():
    repairs = suggest_repairs(parse(RIGHT.replace("L898902C3", "L8989O2C3")))
    assert {(2, 6, "O", "0")} in [changes(repair) for repair in repairs]
    assert all(repair.is_valid and parse("\n".join(repair.lines)).is_valid for repair in repairs)
    assert len(repairs) <= MAXIMUM_REPAIRS


def test_wrong_check_digit_itself_is_proposed_when_that_explains_all():
    repairs = suggest_repairs(parse(RIGHT[:-1] + "8"))
    assert {(2, 44, "8", "0")} in [changes(repair) for repair in repairs]


def test_what_no_usual_confusion_explains_is_left_to_the_officer():
    zone = parse(RIGHT.replace("7408122F1204159", "7109122F1307159"))
    assert not any(repair.is_valid for repair in suggest_repairs(zone))
