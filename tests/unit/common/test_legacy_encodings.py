"""The likeliest of the encodings that were usual before UTF-8."""

import pytest

from lib.common.encoding_names import known_codec
from lib.common.legacy_encodings import rank_encodings

CERTAIN = {
    "cp1252": "Où êtes-vous passés cet été ? Très loin, à la plage, près d\u2019Orléans, là où la forêt commence.",
    "cp1250": "Źle się czuję, proszę zadzwonić po lekarza \u201ełódź\u201d. Gdzie jest najbliższy przystanek? Dziękuję",
    "cp1251": "Как пройти в библиотеку? Сколько стоит этот хлеб? Где находится вокзал?",
    "koi8-r": "Как пройти в библиотеку? Сколько стоит этот хлеб? Где находится вокзал?",
    "cp866": "Как пройти в библиотеку? Сколько стоит этот хлеб? Где находится вокзал?",
    "cp1255": "מה השעה עכשיו ואיפה נמצאת תחנת הרכבת הקרובה",
    "cp1256": "كم الساعة الآن وأين توجد محطة القطار القريبة",
    "cp932": "今何時ですか。駅はどこにありますか。これはテストのデータです",
    "euc-jp": "今何時ですか。駅はどこにありますか。これはテストのデータです",
    "gb18030": "现在几点了？火车站在哪里？请帮我翻译这句话",
    "big5": "現在幾點了？火車站在哪裡？請幫我翻譯這句話",
    "cp949": "지금 몇 시예요? 기차역이 어디에 있습니까?",
    "cp874": "ตอนนี้กี่โมงแล้ว สถานีรถไฟอยู่ที่ไหน",
}

CROATIAN = "Šalica je puknuta, naručio sam još jednu. Đak je rođen ljeti, ćevapi odlični, čekam već tjedan, žao mi je"
OF_SMALLER_LANGUAGES = {
    "Estonian": ("cp1257", "Žürii hindas töid kõrgelt. Šokolaad maksab kümme. Dušš ei tööta, õde on väike. Tšekk."),
    "Latvian": (
        "cp1257",
        "Ļoti labs veikals, ātra piegāde. Šokolāde maksā desmit. Es dzīvoju Rīgā, ļoti ērti. Šķiņķis",
    ),
    "Turkish": ("cp1254", "Ürün çok iyi, teşekkürler. Bugün hava güzel ve güneş parlıyor. İstanbul'da yaşıyorum"),
    "Croatian": ("cp1250", CROATIAN),
    "older Croatian": ("iso8859-2", CROATIAN),
}


@pytest.mark.parametrize(("codec", "text"), OF_SMALLER_LANGUAGES.values(), ids=OF_SMALLER_LANGUAGES)
def test_the_letters_of_a_language_decide_between_latin_encodings(codec: str, text: str) -> None:
    ranked = rank_encodings(text.encode(codec))
    assert (ranked.codecs[0], ranked.certain) == (codec, True)


BY_FEW_WORDS = {
    "Turkish": ("cp1254", "güneş parlıyor"),
    "Lithuanian": ("cp1257", "Šiandien gražus oras, ačiū"),
    "Albanian": ("cp1252", "Çokollata kushton dhjetë euro, unë jetoj"),
}


@pytest.mark.parametrize(("codec", "text"), BY_FEW_WORDS.values(), ids=BY_FEW_WORDS)
def test_a_few_words_of_them_are_read_rightly_and_asked_about(codec: str, text: str) -> None:
    ranked = rank_encodings(text.encode(codec))
    assert (ranked.codecs[0], ranked.certain) == (codec, False)


@pytest.mark.parametrize(("codec", "text"), CERTAIN.items(), ids=CERTAIN)
def test_enough_words_make_an_encoding_certain(codec: str, text: str) -> None:
    ranked = rank_encodings(f"id;text\n1;{text}\n2;plain words\n".encode(codec))
    assert (ranked.codecs[0], ranked.certain) == (codec, True)


FEW = [("café", "cp1252"), ("£5", "cp1252"), ("ναι", "iso8859-7"), ("Пр", "cp1251"), ("東京", "cp932")]


@pytest.mark.parametrize(("word", "codec"), FEW)
def test_a_few_bytes_are_a_guess_with_a_choice(word: str, codec: str) -> None:
    ranked = rank_encodings(f"id,text\n1,plain words here {word} and more\n".encode(codec))
    assert (len(ranked.codecs) > 1, ranked.certain) == (True, False)


def test_words_of_two_scripts_or_with_capitals_inside_are_no_evidence() -> None:
    italian = "perché così più città già può è lì università qualità"
    assert rank_encodings(italian.encode("cp1252")).codecs[0] == "cp1252"


def test_a_long_text_without_spaces_is_ranked_at_once() -> None:
    assert rank_encodings(b"x" * 3_000_000 + "é".encode("cp1252")).codecs[0] == "cp1252"


@pytest.mark.parametrize(("name", "codec"), [("ISO-8859-1", "cp1252"), ("Shift_JIS", "cp932"), ("KOI8-R", "koi8-r")])
def test_the_windows_codec_includes_the_older_one(name: str, codec: str) -> None:
    assert known_codec(name) == codec


def test_bytes_without_a_word_are_a_guess() -> None:
    assert not rank_encodings(b"\n").certain
