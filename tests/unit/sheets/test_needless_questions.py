"""Ordinary sheets are read without a question, and sheets without names never are."""

import random
from collections.abc import Callable

import pytest

from lib.sheets import Sheet, read_sheet
from tests.support.sheet_files import as_csv

RANDOM = random.Random()
WORDS = [
    "apple",
    "river",
    "old",
    "table",
    "garden",
    "is",
    "the",
    "was",
    "quiet",
    "a",
    "small",
    "door",
    "very",
    "engine",
    "light",
]
TEXTS = {
    "zh": ["现在几点了？", "火车站在哪里？", "这个产品非常好用。"],
    "ja": ["今何時ですか。", "とても良い商品です。", "駅はどこですか。"],
    "ru": ["Как пройти в библиотеку?", "Очень хороший товар.", "Сколько стоит хлеб?"],
    "person": ["Ann Bell", "Bob Smith", "Eve Rossi", "Jan Novak", "Lena Weber", "Otto Silva"],
    "city": ["Paris", "Rome", "Oslo", "New York", "Lima", "Bern", "Kiel"],
    "mood": ["positive", "negative", "neutral"],
    "scale": ["Strongly agree", "Agree", "Disagree"],
    "yes": ["yes", "no"],
    "smokes": ["Yes", "No"],
    "device": ["Phone", "Laptop"],
    "help": ["Where is my order?", "How do I reset my password?", "Who are you?"],
    "country": ["FR", "DE", "IT"],
    "steps": ["Check the tracking page.", "Open the list."],
    "caps": ["RED DOOR", "OLD RIVER", "TABLE LIGHT", "SMALL ENGINE"],
}
KINDS: dict[str, Callable[[int], str]] = {
    **{kind: (lambda row, texts=texts: RANDOM.choice(texts)) for kind, texts in TEXTS.items()},  # type: ignore[misc]
    "id": lambda row: str(row + 1),
    "code": lambda row: f"AB-{RANDOM.randint(100, 999)}",
    "number": lambda row: f"{RANDOM.uniform(1, 500):.2f}",
    "date": lambda row: f"2024-0{RANDOM.randint(1, 9)}-{RANDOM.randint(10, 28)}",
    "mail": lambda row: f"{RANDOM.choice(WORDS)}{row}@example.org",
    "word": lambda row: RANDOM.choice(WORDS),
    "phrase": lambda row: " ".join(RANDOM.choices(WORDS, k=RANDOM.randint(2, 7))),
    "sentence": lambda row: " ".join(RANDOM.choices(WORDS, k=RANDOM.randint(6, 15))).capitalize() + ".",
    "question": lambda row: f"What is the {RANDOM.choice(WORDS)} {RANDOM.choice(WORDS)}?",
}
NAMED = {
    "id,text,label": "id sentence mood",
    "Question,Answer": "question sentence",
    "question,answer": "question word",
    "Name,City": "person city",
    "FIRST_NAME,CITY": "word city",
    "Country,2019,2020": "city number number",
    "prompt": "sentence",
    "Keyword": "word",
    "Review": "sentence",
    "Title": "phrase",
    "Email": "mail",
    "sku,product_name,price": "code phrase number",
    "Frage,Antwort": "question sentence",
    "Datum,Betrag": "date number",
    "Nom,Ville": "person city",
    "Pregunta,Respuesta": "question sentence",
    "问题,答案": "zh zh",
    "質問,回答": "ja ja",
    "вопрос,ответ": "ru ru",
    "Timestamp,How satisfied are you with it?,Why?": "date scale sentence",
    "Timestamp,Please describe your day.": "date sentence",
    "Do you smoke": "smokes",
    "Which of these do you use": "device",
    "How satisfied are you with our service?,What could we improve?": "scale city",
    "Questions,Answers": "help steps",
    "Recipes,Ingredients": "phrase phrase",
    "Country,Code": "city country",
    "Q1,Q2,Q3": "scale yes sentence",
    ",text,n": "id sentence number",
    "V1,V2": "number word",
    "source,target": "sentence sentence",
    "English,German": "sentence sentence",
    "tweet_id,is_funny": "code yes",
    "Agency,Program": "caps caps",
    "firstName,lastName": "city city",
    "Description": "phrase",
}
NAMELESS = [
    *("id sentence mood", "question sentence", "person city", "city number number", "sentence", "question", "word"),
    *("phrase", "mail", "code phrase number", "date number", "zh", "zh zh", "ja ja", "ru", "ru ru", "mood sentence"),
    *("date scale sentence", "scale yes sentence", "number word", "number number number", "code yes", "caps caps"),
    *("city city", "person", "city", "yes sentence", "id", "code", "date"),
]


def sheet_of(kinds: str, rows: int, names: str = "") -> Sheet:
    RANDOM.seed(f"{names}: {kinds} {rows}")
    cells = [[KINDS[kind](row) for kind in kinds.split()] for row in range(rows)]
    return read_sheet(as_csv([names.split(","), *cells] if names else cells), "a.csv")


def asked(sheet: Sheet) -> list[str]:
    return [note.kind for note in sheet.notes if note.severity == "ask"]


@pytest.mark.parametrize("rows", [3, 8, 40])
@pytest.mark.parametrize("names", NAMED)
def test_an_ordinary_sheet_asks_nothing(names: str, rows: int) -> None:
    sheet = sheet_of(NAMED[names], rows, names)
    assert (asked(sheet), len(sheet)) == ([], rows)
    assert [name for name in names.split(",") if name] == [name for name in sheet.columns if name in names.split(",")]


@pytest.mark.parametrize("rows", [3, 8, 40])
@pytest.mark.parametrize("kinds", NAMELESS)
def test_a_sheet_without_names_asks(kinds: str, rows: int) -> None:
    assert asked(sheet_of(kinds, rows))
