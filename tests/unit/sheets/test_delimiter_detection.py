"""The delimiter that explains most rows, and the question where several do."""

import pytest

from lib.sheets import ImportOptions
from lib.sheets.delimiter import ALIGNED, ONE_COLUMN, SPACES
from lib.sheets.delimiter_detection import ask_delimiter, detect_delimiter

PROSE = "Question\nHello, world\nWhat are 1, 2, and 3?\nNo comma here\nOne; two; three\n"
BANK = (
    '"Konto";"DE12";\n"Von:";"01.01.2024";\n\n"Tag";"Text";"Umsatz";"Saldo"\n'
    + '"01.01.";"Miete, warm";"-12,50";"3,00"\n' * 9
)
ALIGNED_NAMES = "ann beth  12   Rome\nbob        3   New York\nchris     14   Oslo\n"

CERTAIN = [
    ("commas", "a,b\n1,2\n", ","),
    ("tabs", "a\tb\n1,5\t2\n", "\t"),
    ("vertical bars", "a|b\n1|2\n", "|"),
    ("Hive", "a\x01b\n1\x012\n", "\x01"),
    ("semicolons with decimal commas", "name;price\nx;1,5\ny;2,5\n", ";"),
    ("decimal commas in each row", "1;2;A.B.;733,00;-7,50\n2;3;C.D.;5,16;-5,10\n", ";"),
    ("decimal commas under names", "a;b\n1,5;2,5\n3,5;4,5\n", ";"),
    ("a comma in each cell beside tabs", "City, State\tPeople\nParis, France\t2\nRome, Italy\t3\n", "\t"),
    ("bars in cells", "id,title,genres\n1,Up (2009),Kids|Fun\n2,Her (2013),Love|Fun\n", ","),
    ("semicolons in cells", "id,tags\n1,a;b\n2,c;d\n", ","),
    ("lists in cells", "colours;shapes\nred,green;x,y\nblue,grey;z,w\n", ";"),
    ("tabs in quotes", 'id,note\n1,"a\tb"\n2,"c\td"\n', ","),
    ("commas inside quotes", 'a;b\n"x, y";"1, 2"\n', ";"),
    ("quotation marks of the text", 'id\tq\n1\t"Why" is it\n2\t"No" is\n', "\t"),
    ("a preamble", BANK, ";"),
    ("a title above three columns", "Report of May\nid,question,by\n1,Why?,me\n2,How?,you\n", ","),
    ("a title above two columns", "Report of May\nid,question\n1,Why?\n2,How?\n", ","),
    ("spaces after commas", "id, question\n1, Why?\n2, How?\n", ","),
    ("one column", "Question\nHi\nYo\n", ONE_COLUMN),
    ("one column of prose", PROSE, ONE_COLUMN),
    ("prose with a comma in every row", "Question\nHello, world\nYes, no\nOh, hi\n", ONE_COLUMN),
    ("prose in quotes", 'Question\n"Hello, world"\n"Yes, no, maybe"\n', ONE_COLUMN),
    ("prose that begins alike", "Translate: a\nTranslate: b\nTranslate: c\n", ONE_COLUMN),
    ("names of two words", "New York\nLos Angeles\nSan Diego\nEl Paso\n", ONE_COLUMN),
    ("numbered lines", "q\n" + "".join(f"text {n}\n" for n in range(10, 30)), ONE_COLUMN),
    ("dashes", "Wait -- what?\nYes -- no.\nIt is.\n", ONE_COLUMN),
    ("addresses", "https://a.com/b\nhttps://c.com/d\nhttps://e.com/f\n", ONE_COLUMN),
    ("times", "12:30:45\n12:30:46\n12:30:47\n", ONE_COLUMN),
    ("prices", "price\n1,50\n2,75\n", ONE_COLUMN),
    ("cells that end in a delimiter", "query\nSELECT 1;\nSELECT 2;\n", ONE_COLUMN),
    ("a greeting in each", "opening\nDear Ann,\nHi,\nHello Bob,\n", ONE_COLUMN),
    ("an empty column with a name", "a,\n1,\n2,\n", ","),
    ("ragged", "a,b\n1\n1,2,3\n1,2,3\n", ","),
    ("commas without quotation marks", "id,question\n1,Hello, world\n2,a, b, c\n3,x\n4,y, z\n", ","),
    ("a header alone", "a;b\n", ";"),
    ("blank lines", "\n\na,b\n\n1,2\n", ","),
    ("a long first row", "id;text\n1;" + "word, " * 50_000 + "\n2;y\n", ";"),
    ("two colons", "1::Up::Kids|Fun\n2::Her::Love\n3::Heat, The::Crime|Fun\n", "::"),
    ("two bars", "id||text||x\n1||Why?||y\n", "||"),
    ("an empty column between bars", "a|b|c\n1||x\n2||y\n", "|"),
    ("an empty column in each row", "1|Up||x\n2|Her||y\n", "|"),
    ("nothing", "", ONE_COLUMN),
]


@pytest.mark.parametrize(("text", "delimiter"), [case[1:] for case in CERTAIN], ids=[case[0] for case in CERTAIN])
def test_a_certain_delimiter(text: str, delimiter: str) -> None:
    assert detect_delimiter(text) == (delimiter,)


DOUBTFUL = [
    ("decimal commas in each cell", "1,5;2,5\n3,5;4,5\n", (";", ",")),
    ("lists or cells", "1,a;b\n2,c;d\n", (";", ",")),
    ("one comma in each line", "Paris, France\nRome, Italy\nOslo, Norway\n", (",", ONE_COLUMN)),
    ("prices or pairs", "1,50\n2,75\n3,25\n", (",", ONE_COLUMN)),
    ("two columns or tags", "tags\na|b\nc|d\n", ("|", ONE_COLUMN)),
    ("two colons in each line", "id::text\n1::a\n2::b\n", ("::", ONE_COLUMN)),
    ("arrows", "x -> y\nz -> w\nu -> v\n", ("->", ONE_COLUMN)),
    ("aligned columns", ALIGNED_NAMES, (ALIGNED, ONE_COLUMN)),
    ("numbers between spaces", "1 2.5 3\n4 5.5 60\n7 8 9\n", (SPACES, ONE_COLUMN)),
    ("commas of Chinese", "编号，内容\n1，你好\n2，再见\n", ("，", ONE_COLUMN)),
    ("accounts", "root:x:0:/root\nbin:x:1:/bin\nann:x:2:/home\n", (":", ONE_COLUMN)),
]


@pytest.mark.parametrize(("text", "delimiters"), [case[1:] for case in DOUBTFUL], ids=[case[0] for case in DOUBTFUL])
def test_a_doubtful_delimiter(text: str, delimiters: tuple[str, ...]) -> None:
    assert detect_delimiter(text) == delimiters


def test_the_question_has_the_first_rows_of_each_reading() -> None:
    (question,) = ask_delimiter("1,5;2,5\n3,5;4,5\n", (";", ","), ImportOptions(encoding="utf-8", header_row=1))
    assert [(reading.label, reading.options, reading.rows) for reading in question.readings] == [
        ("Separated by semicolons", ImportOptions(None, "utf-8", ";"), (("1,5", "2,5"), ("3,5", "4,5"))),
        ("Separated by commas", ImportOptions(None, "utf-8", ","), (("1", "5;2", "5"), ("3", "5;4", "5"))),
    ]
