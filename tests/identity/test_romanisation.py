"""Latin spellings by national tables, and the letters of the machine readable zone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.identity import romanisation_tables as tables
from cases.identity.romanisation import RomanisationError, mrz_letters, suggest_latin


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ђорђе Џамоња", "sr", "Đorđe Džamonja"),
        ("ЂОРЂЕ ЏАМОЊА", "sr-Cyrl", "ĐORĐE DŽAMONJA"),
        ("Његош Љубичић", "bs", "Njegoš Ljubičić"),
        ("Хаџи-Поповић", "sr", "Hadži-Popović"),
        ("С\u0301екула З\u0301еница", "cnr", "Śekula Źenica"),
        ("Ђорђе Smith", "sr", "Đorđe Smith"),
        ("Ѓорѓи Ќосев", "mk", "Gjorgji Kjosev"),
        ("Џелал Жаклина Ѕвездан", "mk", "Djelal Zhaklina Dzvezdan"),
        ("კახაბერ წულუკიძე", "ka", "Kakhaber Tsulukidze"),
        ("Юлия Щербакова", "ru", "Iuliia Shcherbakova"),
        ("Игорь Подъячев", "ru", "Igor Podieiachev"),
        ("Юрій Згурський", "uk", "Yurii Zghurskyi"),
        ("Мар'яна Їжакевич", "uk", "Mariana Yizhakevych"),
        ("Мария Йорданова", "bg", "Maria Yordanova"),
        ("Щерю Ъглов", "bg", "Shteryu Aglov"),
    ],
)
def test_national_spelling(text, language, expected):
    assert suggest_latin(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("محمد حسین", "ur"),
        ("محمد", "ar"),
        ("শেখ হাসিনা", "bn"),
        ("محمد", "sr"),
        ("Արամ", "hy"),
        ("Đorđe", "sr"),
        ("ыва", "sr"),
        ("Ђорђе", "ru"),
        ("Ђорђе", "xx"),
        ("", "sr"),
    ],
)
def test_no_table_no_suggestion(text, language):
    assert suggest_latin(text, language) is None


def test_tables_cover_their_alphabets():
    assert set("абвгдђежзијклљмнњопрстћуфхцчџш") <= set(tables.SERBIAN)
    assert set("абвгдѓежзѕијклљмнњопрстќуфхцчџш") <= set(tables.MACEDONIAN)
    assert set("абвгдежзийклмнопрстуфхцчшщъьюя") <= set(tables.BULGARIAN)
    assert set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя") <= set(tables.RUSSIAN)
    assert set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя") <= set(tables.UKRAINIAN)
    assert set("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ") == set(tables.GEORGIAN)


def test_serbian_latin_letters_are_one_to_one():
    values = list(tables.SERBIAN.values())
    assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ä Å Æ Ç Ð Đ", "AE<AA<AE<C<D<D"),
        ("ñ ö ø œ þ ü ß ł", "N<OE<OE<OE<TH<UE<SS<L"),
        ("ıİ ğ ş Ș ț ő ĳ", "II<G<S<S<T<O<IJ"),
        ("D'Artagnan", "DARTAGNAN"),
        ("D’Artagnan Oʼ Neill", "DARTAGNAN<O<NEILL"),
        ("Marie–Élise", "MARIE<ELISE"),
        ("Anna,Maria", "ANNA<MARIA"),
        ("J. R. (Bob)", "J<R<BOB"),
        ("Ǆamonja", "DZAMONJA"),
        ("Zu\u0308rich", "ZUERICH"),
        ("Đoković", "DOKOVIC"),
        ("Gjergj Çë", "GJERGJ<CE"),
        ("ЩЮ", "SHCHIU"),
        ("წულუკიძე", "TSULUKIDZE"),
        # Worked examples of Doc 9303 Part 3, section 6 C and Appendix B.
        ("ابو بكر محمد بن زكريا الرازي", "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"),
        ("عبّاس", "EBBAS"),
        ("فضّة", "FXDZXDZXAH"),
        ("فاطمة بنت", "FAXTTMXAH<BNT"),
        ("محمّد‌علی", "MXHMMDELXYA"),
        ("ڑےگ", "XXRXYBXGG"),
        ("", ""),
        ("-'.", ""),
    ],
)
def test_letters_of_the_zone(text, expected):
    assert mrz_letters(text) == expected


def test_language_decides_cyrillic_letters():
    assert mrz_letters("Жика Хаџић", "sr") == "ZIKA<HADZIC"
    assert mrz_letters("Жика") == "ZHIKA"
    assert mrz_letters("Йордан", "bg") == "YORDAN"
    assert mrz_letters("Ђорђе", "ar") == "DORDE"


@pytest.mark.parametrize("text", ["শেখ", "Արամ", "Αλέξης", "李", "Ana2"])
def test_letters_without_a_table_are_not_dropped_silently(text):
    with pytest.raises(RomanisationError) as caught:
        mrz_letters("Ana " + text)
    assert caught.value.characters


@given(st.text(alphabet="abcŽžćđÄÖüßñ'’- .,АБВЂђжшЉљაბგمحمدّة", max_size=40))
def test_only_letters_and_single_fillers_come_out(text):
    written = mrz_letters(text)
    assert set(written) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
    assert "<<" not in written
    assert written == written.strip("<")


@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџшАБЂЖЉЊЋЏШ -", max_size=40))
def test_serbian_suggestion_is_wholly_latin(text):
    written = suggest_latin(text, "sr")
    assert written is None or not any("CYRILLIC" in __import__("unicodedata").name(c) for c in written)
    assert (written is None) == (not any(c.isalpha() for c in text))
