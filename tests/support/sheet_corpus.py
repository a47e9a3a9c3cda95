"""The corpus in tests/data/sheets: one small file for each defect, with its expectations.

`python -m tests.support.sheet_corpus` writes the missing files and all expectations.
"""

import bz2
import gzip
import io
import json
import lzma
import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlwt
from pyarrow import feather

from tests.support.workbook_files import changed, filled, ods, put, understated, wide, xls, xlsx, zipped
from tests.support.xlsb_files import xlsb

FOLDER = Path(__file__).parents[1] / "data" / "sheets"
FILES: dict[str, tuple[bytes, dict[str, Any]]] = {}


def add(name: str, data: bytes | str, **expected: Any) -> None:
    """A file and its expectations: columns, rows, cells by row number, kinds of notes, description, or rejected."""
    FILES[name] = (data.encode() if isinstance(data, str) else data, expected)


def encoded(name: str, codec: str, text: str, description: str, **more: Any) -> None:
    """A text in an encoding, which does not change its cells."""
    lines = [line.split(";") for line in text.strip().splitlines()]
    cells = {str(number): row for number, row in enumerate(lines[1:], 2)}
    expected = {"columns": lines[0], "rows": len(cells), "cells": cells, "description": description, **more}
    add(f"{name}.csv", text.encode(codec), **expected)


WESTERN = "id;ville;été\n1;Orléans;très chaud, à peine supportable\n2;Besançon;où êtes-vous passés cet été ?\n"
RUSSIAN = "номер;вопрос\n1;Как пройти в библиотеку?\n2;Сколько стоит этот хлеб?\n3;Где находится вокзал?\n"
JAPANESE = "番号;質問\n1;今何時ですか。\n2;駅はどこにありますか。\n3;これはテストのデータです\n"
CHINESE = "编号;问题\n1;现在几点了？\n2;火车站在哪里？\n3;请帮我翻译这句话\n"
TAIWAN = "編號;問題\n1;現在幾點了？\n2;火車站在哪裡？\n3;請幫我翻譯這句話\n"
KOREAN = "번호;질문\n1;지금 몇 시예요?\n2;기차역이 어디에 있습니까?\n"
GREEK = "α/α;ερώτηση\n1;Πού είναι ο σταθμός των τρένων;\n".replace("τρένων;", "τρένων")
POLISH = "nr;pytanie\n1;Źle się czuję, proszę zadzwonić po lekarza\n2;Gdzie jest najbliższy przystanek? Dziękuję\n"
TABLE = [["id", "question"], ["1", "Why?"], ["2", "How?"]]
PLAIN: dict[str, Any] = {"columns": ["id", "question"], "rows": 2, "cells": {"2": ["1", "Why?"], "3": ["2", "How?"]}}


def encodings() -> None:
    encoded("utf8", "utf-8", WESTERN, "UTF-8 text", notes=[])
    encoded("utf8_mark", "utf-8-sig", WESTERN, "UTF-8 text", notes=[])
    add("utf8_mark_twice.csv", "\ufeff\ufeffid,question\n1,Why?\n2,How?\n", **PLAIN, notes=[])
    encoded("utf16", "utf-16", WESTERN, "UTF-16 text", notes=[])
    encoded("utf16_le_no_mark", "utf-16-le", WESTERN, "UTF-16 LE text")
    encoded("utf16_be_no_mark", "utf-16-be", WESTERN, "UTF-16 BE text")
    encoded("utf16_le_no_mark_russian", "utf-16-le", RUSSIAN, "UTF-16 LE text")
    encoded("utf16_le_no_mark_chinese", "utf-16-le", CHINESE, "UTF-16 LE text")
    encoded("utf32", "utf-32", WESTERN, "UTF-32 text", notes=[])
    encoded("windows_1252", "cp1252", WESTERN.replace("chaud", "chaud – “35°” à 5 €"), "Windows-1252 (Western) text")
    encoded("windows_1252_pound", "cp1252", "item;price\nTea;£5\nCoffee;£7\n", "Probably Windows-1252 (Western) text")
    encoded("latin_1", "latin-1", WESTERN, "Windows-1252 (Western) text")
    encoded("mac_roman_cr", "mac-roman", WESTERN.replace("\n", "\r"), "Mac Roman (Western) text")
    encoded("windows_1251", "cp1251", RUSSIAN, "Windows-1251 (Cyrillic) text")
    encoded("koi8_r", "koi8-r", RUSSIAN, "KOI8-R (Cyrillic) text")
    encoded("shift_jis", "cp932", JAPANESE, "Shift-JIS (Japanese) text")
    encoded("euc_jp", "euc-jp", JAPANESE, "EUC-JP (Japanese) text")
    encoded("gb18030", "gb18030", CHINESE.replace("现在", "㐀现在😀"), "GB18030 (Simplified Chinese) text")
    encoded("gbk", "gbk", CHINESE, "GB18030 (Simplified Chinese) text")
    encoded("big5", "big5", TAIWAN, "Big5 (Traditional Chinese) text")
    encoded("euc_kr", "cp949", KOREAN, "EUC-KR (Korean) text")
    encoded("iso_8859_7", "iso8859-7", GREEK, "(Greek) text")
    encoded("iso_8859_2", "iso8859-2", POLISH, "Latin-2 (Central European) text")
    encoded("windows_1250", "cp1250", POLISH, "Windows-1250 (Central European) text")
    few = "id,text\n1,plain words here ναι and more\n2,nothing special\n"
    add("few_greek_letters.csv", few.encode("iso8859-7"), rows=2, notes=["probable-encoding"], in_notes=["ναι"])
    pasted = "id,text\n1,café\n2,naïve\n".encode() + b"3,caf\xe9\n"
    add("utf8_with_windows_letters.csv", pasted, rows=3, notes=["undecodable"], in_notes=["line 4"])
    add("utf8_with_windows_letters_read.csv", pasted, options={"encoding": "utf-8+cp1252"}, cells={"4": ["3", "café"]},
        notes=[])  # fmt: skip
    long = "编号,问题\n" + ("现在几点了请问火车站怎么走" * 20 + ",好\n") * 2
    add("utf16_be_no_mark_long_cells.csv", long.encode("utf-16-be"), columns=["编号", "问题"], rows=2, notes=[])
    cells = {"columns": ["id", "city"], "rows": 3, "notes": ["undecodable"]}
    rows = b"id,city\n1,M\xc3\xa1laga, C\xc3\xb3rdoba, Le\xc3\xb3n, C\xc3\xa1diz\n".replace(b", ", b" / ")
    add(
        "utf8_damaged.csv",
        rows + b"3,\xc3\xa9\xc3\xa8\xc3\xa0\xc3\xa9\xc3\xa8\xc3\xa0\xc3\xa9\xc3\xa8\n2,caf\xe9\n",
        **cells,
    )


def dialects() -> None:
    for name, mark in {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "caret": "^", "tilde": "~"}.items():
        add(f"delimiter_{name}.txt", "\n".join(mark.join(row) for row in TABLE), **PLAIN, notes=[])
    add("delimiter_said.csv", "sep=;\nid;question\n1;Why?\n2;How?\n", **PLAIN, description="semicolons")
    add("decimal_comma.csv", "id;price\n1;1,50\n2;2,75\n", columns=["id", "price"], cells={"2": ["1", "1,50"]})
    add("quotes_as_text.csv", 'id\tquestion\n1\t"Why" is it so\n2\t"No" means no\n', columns=["id", "question"],
        cells={"2": ["1", '"Why" is it so']}, description="quotation marks are text")  # fmt: skip
    add(
        "quote_stray.csv",
        'id,question\n1,"He said "yes", twice"\n2,"x"\n',
        notes=["stray-quote", "renamed-column", "ragged"],
    )
    add("quote_unclosed.csv", 'id,question\n1,a\n2,"b\n3,c\n', notes=["unclosed-quote"], cells={"2": ["1", "a"]})
    for name, end in {"lf": "\n", "crlf": "\r\n", "cr": "\r"}.items():
        text = end.join(["id,question", f'1,"two{end}lines"', "2,How?", ""])
        add(f"quoted_{name}.csv", text, columns=["id", "question"], rows=2,
            cells={"2": ["1", f"two{end}lines"], "3": ["2", "How?"]}, notes=[])  # fmt: skip
    add("quote_escaped.csv", 'id,q\n1,"say \\"no\\", twice"\n2,"\\frac"\n',
        cells={"2": ["1", 'say "no", twice'], "3": ["2", "\\frac"]}, notes=["escaped-quotes"])  # fmt: skip
    add("quote_after_blank.csv", 'id, question\n1, "Why?"\n2, "How?"\n', **PLAIN, notes=["blanks-skipped"])
    add("separator_line_alone.csv", "sep=;\n", rejected="header-only")
    add("nul_in_a_short_file.csv", b"id,q\n1,a\0\n", cells={"2": ["1", "a\0"]}, notes=["control-characters"])
    add("line_ends_cr.csv", "id,question\r1,Why?\r2,How?\r", **PLAIN, description=", lines end with CR,", notes=[])
    add(
        "line_ends_mixed.csv",
        "id,question\r\n1,Why?\r2,How?\n",
        **PLAIN,
        description="mixed line ends (CR and LF)",
        notes=[],
    )
    add("quote_doubled.csv", 'id,q\n1,"say ""no"""\n', cells={"2": ["1", 'say "no"']}, notes=[])
    add("cell_140_kb.csv", "id,q\n1," + "x" * 140_000 + "\n", rows=1, lengths={"2": [1, 140_000]})
    add("cell_1_mb.csv.gz", gzip.compress(b"id,q\n1," + b"x" * 1_000_000 + b"\n", mtime=0), lengths={"2": [1, 10**6]})
    add("prose_one_column.csv", "Question\nHello, world\nWell, yes, no\n", columns=["Question"], rows=2)
    add("pasted.txt", 'id\tquestion\r\n1\t"two\nlines"\r\n2\tHow?\r\n', cells={"2": ["1", "two\nlines"]}, notes=[])
    add(
        "words_like_nothing.csv",
        "id,q\n007,NA\n1e5,null\n1.50,None\n",
        cells={"2": ["007", "NA"], "4": ["1.50", "None"]},
    )
    add("braces.csv", "id,q\n1,{{q}} and {id}\n", cells={"2": ["1", "{{q}} and {id}"]}, notes=[])
    add("blanks_kept.csv", "id,q\n 1 ,\u00a0x\u00a0\n", cells={"2": [" 1 ", "\u00a0x\u00a0"]})
    add(
        "control_characters.csv",
        b"id,q\n1,a\x00b\n2,c\x01d\n",
        cells={"2": ["1", "a\x00b"]},
        notes=["control-characters"],
    )


def readings() -> None:
    """Files with two readings, one of which is right or asked about."""
    add("comma_beside_tabs.txt", "Town, County\tSouls\nYork, Yorkshire\t200000\nBath, Somerset\t90000\n",
        columns=["Town, County", "Souls"], cells={"2": ["York, Yorkshire", "200000"]}, notes=[])  # fmt: skip
    add("decimal_commas_each_row.csv", "no;day;sum;rest\n7;0105;12,50;-3,25\n8;0205;4,75;-1,10\n",
        columns=["no", "day", "sum", "rest"], cells={"2": ["7", "0105", "12,50", "-3,25"]}, notes=[])  # fmt: skip
    add("decimal_commas_alone.csv", "2,5;3,5\n4,5;5,5\n", notes=["delimiter", "no-header"])
    add("two_colons.dat", "1::Up::Fun|Kids\n2::Her::Love\n3::Heat, The::Crime\n", width=3, notes=["no-header"])
    add("aligned.txt", "id  city      people\n1   New York       8\n12  Rome           3\n", notes=["delimiter"],
        columns=["id", "city", "people"], cells={"2": ["1", "New York", "8"]})  # fmt: skip
    add(
        "drawn.md", "| id | question |\n|----|----------|\n| 1 | Why? |\n| 2 | How? |\n", **PLAIN, notes=["drawn-table"]
    )
    add("backslash_breaks.csv", "id,text,mood\n1,good\\\nday,a\n2,bye,b\n", rows=2, notes=["escaped-breaks"],
        cells={"2": ["1", "good\nday", "a"]})  # fmt: skip
    add("broken_lines.csv", "id,text,mood\n1,good\nday,a\n2,bye,b\n", rows=2, notes=["joined-lines"],
        cells={"2": ["1", "good\nday", "a"]})  # fmt: skip
    add("blanks_in_rows.csv", "id;text\n1;a\n\u00a0;\u3000\n ; \n2;b\n", rows=3, notes=["blank-rows"])
    add("title_above_gaps.csv", "Office of Trips,,\nWho,Trip,Place\nA,none,\nB,none,\nC,2 Feb,Rome\n", rows=3,
        columns=["Who", "Trip", "Place"], notes=["above-header"])  # fmt: skip
    add(
        "no_names_numbers.csv",
        "Ayr,KA,Scotland,46\nOban,PA,Scotland,8\nLeith,EH,Scotland,50\n",
        rows=3,
        notes=["no-header"],
    )
    add("no_names_sentences.tsv", "Stop.\tHalt.\nHelp!\tHilfe!\nWait.\tWarte.\n", rows=3, notes=["no-header"])
    add("survey.csv", "When,How was it?,Why?\n2024-01-05,Good.,It was.\n2024-01-06,Bad.,So.\n", rows=2, notes=[])


def shapes() -> None:
    add("header_under_title.csv", "Report of May\nid,question,by\n1,Why?,me\n2,How?,you\n",
        columns=["id", "question", "by"], cells={"3": ["1", "Why?", "me"]}, notes=["above-header"])  # fmt: skip
    add("header_under_title_and_blank.csv", "Report of May\n\nid,question\n1,Why?\n2,How?\n",
        columns=["id", "question"], cells={"4": ["1", "Why?"]}, notes=["above-header"])  # fmt: skip
    add("header_right_under_title.csv", "Report of May\nid,question\n1,Why?\n2,How?\n",
        columns=["id", "question"], cells={"3": ["1", "Why?"]}, notes=["above-header"])  # fmt: skip
    add("header_under_blanks.csv", "\n\nid,question\n1,Why?\n2,How?\n", columns=["id", "question"], rows=2,
        cells={"4": ["1", "Why?"]}, notes=[])  # fmt: skip
    add("header_of_two_rows.csv", ",Answers,\nid,first,second\n1,a,b\n2,c,d\n", notes=["two-row-header"],
        columns=["id", "Answers / first", "Answers / second"])  # fmt: skip
    add("header_missing.csv", "1,17,3\n2,18,4\n3,19,5\n", notes=["no-header"])
    add(
        "header_twice.csv",
        "a,a,\n1,2,3\n",
        columns=["a", "a (2)", "Column 3"],
        notes=["renamed-column"],
    )
    add("one_column.csv", "question\nWhy?\nHow?\n", columns=["question"], cells={"2": ["Why?"]}, notes=[])
    wide = ",".join(f"c{column}" for column in range(500)) + "\n" + ",".join(map(str, range(500)))
    add("columns_500.csv", wide, width=500, rows=1, notes=[])
    add("trailing_delimiter.csv", "id,question,\n1,Why?,\n2,How?,\n", **PLAIN, notes=[])
    add("ragged_wide.csv", "id,question\n1,Why?,so\n2,How?\n", columns=["id", "question", "Column 3"],
        cells={"2": ["1", "Why?", "so"]}, notes=["renamed-column", "ragged"])  # fmt: skip
    add("ragged_short.csv", "id,question,c\n1,Why?,x\n2\n", cells={"3": ["2", "", ""]})
    add("blank_rows.csv", "id,question\n\n1,Why?\n,\n2,How?\n", rows=2, cells={"3": ["1", "Why?"], "5": ["2", "How?"]},
        notes=["blank-rows"])  # fmt: skip
    add("named_xlsx.xlsx", "id,question\n1,Why?\n2,How?\n", **PLAIN, description="UTF-8 text")


def formats() -> None:
    add("tsv.tsv", "id\tquestion\n1\tWhy?\n2\tHow?\n", **PLAIN, notes=[])
    add("xlsx.xlsx", xlsx(TABLE), **PLAIN, notes=[])
    add("xlsx_named_csv.csv", xlsx(TABLE), **PLAIN, notes=[])
    add("xlsm.xlsm", changed(xlsx(TABLE), "[Content_Types].xml", ("sheet.main+xml", "sheet.main+xml")), **PLAIN)
    add("inline_strings.xlsx", xlsx(TABLE, constant_memory=True), **PLAIN, notes=[])
    records = [dict(zip(TABLE[0], row, strict=True)) for row in TABLE[1:]]
    numbered: dict[str, Any] = {"columns": ["id", "question"], "cells": {"1": ["1", "Why?"], "2": ["2", "How?"]}}
    lines = "".join(json.dumps(record) + "\n" for record in records)
    add("records.jsonl", lines, **numbered)
    add("records.ndjson", lines, **numbered)
    add("records.json", json.dumps(records, indent=1), **numbered)
    add("records_uneven.jsonl", '{"a":1,"b":[1,2]}\n{"b":null,"c":true}\nnot json\n', columns=["a", "b", "c"],
        cells={"1": ["1", "[1,2]", ""], "2": ["", "", "TRUE"]}, notes=["bad-records"])  # fmt: skip
    add("records_by_column.json", '{"id":{"0":"1","1":"2"},"question":{"0":"Why?","1":"How?"}}', **numbered)
    add("records_by_row.json", json.dumps(dict(enumerate(records))), **numbered)
    add("records_in_columns.json", '{"id": ["1", "2"], "question": ["Why?", "How?"]}', **numbered, notes=[])
    split = '{"columns": ["id", "question"], "index": [0, 1], "data": [["1", "Why?"], ["2", "How?"]]}'
    add("records_split.json", split, **numbered, notes=[])
    add(
        "records_by_key.json", '{"x": {"a": 1}, "y": {"a": 2}}', columns=["key", "a"], cells={"2": ["y", "2"]}, notes=[]
    )
    add("records_in_rows.json", json.dumps(TABLE), **PLAIN, notes=[])
    deep = json.dumps({"response": {"status": "ok", "data": {"items": records}}})
    add("records_deep.json", deep, **numbered, notes=["beside-the-rows"])
    add("records_in_sets.json", '{"train": [{"a": 1}, {"a": 2}], "test": [{"a": 3}]}', rows=2, notes=["json-tables"])
    add(
        "refused_link.gsheet",
        '{"url": "https://docs.example/x", "doc_id": "x", "email": "a@b.example"}',
        rejected="link",
    )
    add("records_cut_off.json", '[{"a":1,"b":2},{"a":3,"b":4},{"a":', cells={"2": ["3", "4"]}, notes=["bad-records"])
    kinds = {
        "small": pa.array([0.1, float("nan")], pa.float32()),
        "decimal": pa.array([Decimal("1E-8"), None], pa.decimal128(20, 8)),
        "far": pa.array([-(10**17), 0], pa.timestamp("us")),
        "nested": pa.array([[b"ab"], None], pa.list_(pa.binary())),
    }
    odd = io.BytesIO()
    pq.write_table(pa.table(kinds), odd)
    cells = {"1": ["0.1", "0.00000001", "-1199-02-15 14:13:20", '["ab"]'],
             "2": ["", "", "1970-01-01 00:00:00", ""]}  # fmt: skip
    add("kinds.parquet", odd.getvalue(), cells=cells, notes=["column-types"])
    parquet = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "question": ["Why?", "How?"]}), parquet)
    add("parquet.parquet", parquet.getvalue(), **numbered, notes=[])
    arrow = io.BytesIO()
    feather.write_feather(pa.table({"id": ["1", "2"], "question": ["Why?", "How?"]}), arrow)
    add("arrow.feather", arrow.getvalue(), **numbered, notes=[])
    html = "<html><table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in TABLE) + "</table></html>"
    add("html_named_xls.xls", html, **PLAIN)
    spans = "<table><tr><th>a</th><th>b</th></tr><tr><td rowspan=2>1</td><td>x</td></tr><tr><td>y</td></tr></table>"
    add("html_rows_spanned.xls", spans, cells={"2": ["1", "x"], "3": ["", "y"]})
    add("html_in_div.xls", html.replace("<html>", "<div>\n").replace("</html>", ""), **PLAIN, notes=[])
    add(
        "html_under_text.xls",
        "Report of May\n" + html.replace("html>", "center>").replace("><", ">\n<"),
        **PLAIN,
        notes=[],
    )
    add("html_rows_alone.xls", "<tr><td>id</td><td>question</td></tr>\n<tr><td>1</td><td>Why?</td></tr>\n", rows=1)
    add("html_in_cells.csv", 'id,page\n1,"<table><tr><td>a</td></tr></table>"\n2,<b>c</b>\n', rows=2, notes=[])
    frame = '<table><tr><th class="row-header"></th><th>A</th><th>B</th></tr>'
    google = frame + "".join(f"<tr><th>{n}</th><td>{a}</td><td>{b}</td></tr>" for n, (a, b) in enumerate(TABLE, 1))
    add("html_of_google_sheets.html", f"<div>{google}</table></div>", **PLAIN, notes=[])
    add("refused_web_archive.xls", f"MIME-Version: 1.0\nContent-Type: text/html\n\n{html}", rejected="not-a-sheet")
    add("csv_named_xls.xls", "id,question\n1,Why?\n2,How?\n", **PLAIN)
    add("gzipped.csv.gz", gzip.compress(b"id,question\n1,Why?\n2,How?\n", mtime=0), **PLAIN)
    for ending, pack in {"bz2": bz2.compress, "xz": lzma.compress}.items():
        add(f"packed.csv.{ending}", pack(b"id,question\n1,Why?\n2,How?\n"), **PLAIN, notes=[])
    add("zipped.zip", zipped(a_csv=b"id,question\n1,Why?\n2,How?\n"), **PLAIN)
    add("zipped_two.zip", zipped(a_csv=b"a,b\n1,2\n", b_csv=b"a,b\n1,2\n"), rejected="several-files")
    add("xls.xls", xls(lambda book, tab: put(tab, TABLE)), **PLAIN, notes=[])
    add("ods.ods", ods(TABLE), **PLAIN, notes=[])


def breaks() -> bytes:
    """An ODS with a tab and a line break inside a paragraph."""
    return changed(ods([["id", "q"], ["1", "aTABbBREAKc"]]), "content.xml",
                   ("TAB", "<text:tab/>"), ("BREAK", "<text:line-break/>"))  # fmt: skip


def kinds_of_cells(book: Any, tab: Any) -> None:
    tab.write_row(0, 0, ["kind", "value"])
    day, clock, span = (book.add_format({"num_format": shown}) for shown in ("yyyy-mm-dd", "hh:mm:ss", "[h]:mm:ss"))
    moment, percent, money = (book.add_format({"num_format": s}) for s in ("yyyy-mm-dd hh:mm", "0%", "[$€-407] 0.00"))
    for row, (kind, *cell) in enumerate([
        ("true", True), ("date", date(2024, 2, 29), day), ("moment", datetime(2024, 2, 29, 13, 5), moment),
        ("time", time(13, 5, 7), clock), ("duration", timedelta(hours=36), span), ("percent", 0.25, percent),
        ("money", 9.5, money), ("whole", 123456), ("text", "007"),
    ], 1):  # fmt: skip
        tab.write(row, 0, kind)
        tab.write(row, 1, *cell)


KINDS = {
    "2": ["true", "TRUE"], "3": ["date", "2024-02-29"], "4": ["moment", "2024-02-29 13:05"],
    "5": ["time", "13:05:07"], "6": ["duration", "36:00:00"], "7": ["percent", "25%"], "8": ["money", "€ 9.50"],
    "9": ["whole", "123456"], "10": ["text", "007"],
}  # fmt: skip


def facts() -> None:
    add("kinds_1900.xlsx", filled(kinds_of_cells), cells=KINDS, notes=[])
    add("kinds_1904.xlsx", filled(kinds_of_cells, date_1904=True), cells=KINDS, notes=[])
    errors = filled(lambda book, tab: (put(tab, TABLE), tab.write_formula("B3", "=NA()", None, "#N/A")))
    add("error_cells.xlsx", errors, cells={"3": ["2", "#N/A"]}, notes=["error-cells"])
    value = filled(lambda book, tab: (put(tab, TABLE), tab.write_formula("B3", "=NA()", None, "#VALUE!")))
    picture = changed(value, "xl/worksheets/sheet1.xml", ('t="e"', 't="e" vm="1"'))
    add("picture_in_cell.xlsx", picture, cells={"3": ["2", "#VALUE!"]}, notes=["linked-cells"])
    add("error_cells.xls", xls_with_error(), cells={"3": ["2", "#N/A"]}, notes=["error-cells"])
    empty = changed(filled(lambda book, tab: (put(tab, TABLE), tab.write_formula("B3", "=1+1"))),
                    "xl/worksheets/sheet1.xml", ("</f><v>0</v>", "</f>"))  # fmt: skip
    add("formula_without_value.xlsx", empty, cells={"3": ["2", ""]}, notes=["uncalculated"], in_notes=["B3"])
    rich = filled(
        lambda book, tab: (put(tab, TABLE), tab.write_rich_string("B2", "a ", book.add_format({"bold": 1}), "b"))
    )
    add("rich_text.xlsx", rich, cells={"2": ["1", "a b"]}, notes=[])
    merged = filled(lambda book, tab: (put(tab, [["id", "g"], ["1", ""], ["2", ""]]), tab.merge_range("B2:B3", "x")))
    add("merged.xlsx", merged, cells={"2": ["1", "x"], "3": ["2", ""]}, notes=["merged"])
    add("merged_filled.xlsx", merged, options={"fill_merged": True}, cells={"3": ["2", "x"]}, notes=["merged"])
    add("long_number.xlsx", xlsx([["id", "q"], [1234567890123456789, "x"]]), notes=["rounded"])
    add("hidden_first.xlsx", filled(hidden_first), columns=["shown"], worksheets=["Front", "Data"], hidden=["Data"])
    add("chart_first.xlsx", filled(chart_first), columns=["n", "m"], rows=2)
    add("blanks_in_text.xlsx", xlsx([["id", "q"], ["1", " x "]]), cells={"2": ["1", " x "]}, notes=[])
    add("escaped_cr.xlsx", changed(xlsx([["id", "q"], ["1", "aCRb"]]), "xl/sharedStrings.xml", ("aCRb", "a_x000D_b")),
        cells={"2": ["1", "a\rb"]})  # fmt: skip
    plain = xlsx(TABLE)
    part = "xl/worksheets/sheet1.xml"
    add("dimension_wrong.xlsx", changed(plain, part, ("A1:B3", "A1:XFD1048576")), **PLAIN, notes=[])
    add(
        "no_places.xlsx",
        changed(plain, part, *((f' r="{p}"', "") for p in ("A1", "B1", "A2", "B2", "A3", "B3"))),
        **PLAIN,
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    add("strict.xlsx", changed(changed(plain, part, (main, strict)), "xl/workbook.xml", (main, strict)), **PLAIN)
    far = filled(lambda book, tab: (put(tab, TABLE), tab.write("XFD1048576", "far")))
    add("stray_cell.xlsx", far, rows=3, width=16384, cells_at={"2": ["1", "Why?"]}, seconds=20)
    far = xls(lambda book, tab: (put(tab, TABLE), tab.write(65535, 255, "far")))
    add("stray_cell.xls", far, rows=3, width=256, cells_at={"2": ["1", "Why?"]}, seconds=5)
    groups = [["id", "g"], ["1", ""], ["2", ""]]
    far = filled(lambda book, tab: (put(tab, groups), tab.merge_range("B2:B3", "x"), tab.write("XFD1048576", "far")))
    add("stray_cell_merged.xlsx", far, rows=3, cells_at={"2": ["1", "x"], "3": ["2", ""]}, some_notes=True,
        in_notes=["1 group of merged cells"])  # fmt: skip
    add("utf16_inside.xlsx", wide(plain, part), **PLAIN, notes=[])
    add(
        "error_cells.ods",
        ods([*TABLE, ["3", {"valuetype": "float", "value": "7", "text": "7"}]]),
        cells={"4": ["3", "7"]},
    )
    add("breaks_in_text.ods", breaks(), cells={"2": ["1", "a\tb\nc"]}, notes=[])
    long = {"valuetype": "time", "timevalue": "PT36H05M00.5S", "text": "36:05"}
    add("duration_over_a_day.ods", ods([["id", "q"], ["1", long]]), cells={"2": ["1", "36:05"]}, notes=[])
    emoji = [["id", "q"], ["1", "x" * 4089 + "😀" * 20], ["2", "x"]]
    add("emoji_cut_in_two.xls", xls(lambda book, tab: put(tab, emoji)), rows=2, notes=["undecodable"])
    titled = xlsx([["Prompts of May"]], TABLE)
    add("title_on_its_own_worksheet.xlsx", titled, **PLAIN, worksheets=["Sheet1", "Sheet2"])
    add("booleans.ods", ods([["id", "q"], ["1", {"valuetype": "boolean", "booleanvalue": "true", "text": "TRUE"}]]),
        cells={"2": ["1", "TRUE"]})  # fmt: skip


def xls_with_error() -> bytes:
    book, data = xlwt.Workbook(), io.BytesIO()
    tab = book.add_sheet("Data")
    put(tab, TABLE[:2])
    tab.write(2, 0, "2")
    tab.row(2).set_cell_error(1, "#N/A!")  # the writer's own name of it
    book.save(data)
    return data.getvalue()


def hidden_first(book: Any, data: Any) -> None:
    front = book.add_worksheet("Front")
    data.write_column(0, 0, ["secret", "x"])
    front.write_column(0, 0, ["shown", "y"])
    front.activate()
    front.set_first_sheet()
    data.hide()


def chart_first(book: Any, data: Any) -> None:
    put(data, [["n", "m"], ["a", "b"], ["c", "d"]])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$A$1:$A$2"})
    page = book.add_chartsheet("Chart")
    page.set_chart(chart)
    book.worksheets_objs.reverse()


SHOWN = {
    "zip": ("00000", 501, "00501"), "invoice": ('"INV-"00000', 42, "INV-00042"), "share": ("0.0%", 0.256, "25.6%"),
    "phone": ("(000) 000-0000", 5551234567, "(555) 123-4567"), "price": ("$#,##0.00", 1234.5, "$1,234.50"),
    "loss": ("#,##0;(#,##0)", -1500, "(1,500)"), "part": ("# ?/?", 1.5, "1 1/2"),
    "day": ("d mmm yyyy", 46355, "29 Nov 2026"), "span": ("[h]:mm", 1.5, "36:00"), "plain": ("General", 0.1, "0.1"),
}  # fmt: skip
"""A number under a format, and what Excel shows, by the name of its column."""


def shown_numbers(book: Any, tab: Any) -> None:
    put(tab, [list(SHOWN)])
    for column, (code, value, _) in enumerate(SHOWN.values()):
        tab.write_number(1, column, value, book.add_format({"num_format": code}))


def shown_numbers_xls(book: Any, tab: Any) -> None:
    put(tab, [list(SHOWN)])
    for column, (code, value, _) in enumerate(SHOWN.values()):
        tab.write(1, column, value, xlwt.easyxf(num_format_str=code))


def ods_number(code: str, value: float, text: str) -> dict[str, Any]:
    """A cell as LibreOffice writes it, with the text that it shows."""
    if code.startswith("d "):
        return {"valuetype": "date", "datevalue": "2026-11-29", "text": text}
    if code.startswith("[h]"):
        return {"valuetype": "time", "timevalue": "PT36H00M00S", "text": text}
    kind = "percentage" if "%" in code else "currency" if "$" in code else "float"
    return {"valuetype": kind, "value": value, "text": text}


def hidden_cells(book: Any, tab: Any) -> None:
    put(tab, [["id", "secret", "text"], ["1", "a", "x"], ["2", "b", "y"], ["3", "c", "z"]])
    tab.set_row(2, None, None, {"hidden": True})
    tab.set_column(1, 1, None, None, {"hidden": True})


def hidden_cells_xls(book: Any, tab: Any) -> None:
    put(tab, [["id", "secret", "text"], ["1", "a", "x"], ["2", "b", "y"], ["3", "c", "z"]])
    tab.row(2).hidden = True
    tab.col(1).hidden = True


def shown_and_hidden() -> None:
    shown = {"columns": list(SHOWN), "cells": {"2": [text for _, _, text in SHOWN.values()]}, "notes": []}
    add("shown_numbers.xlsx", filled(shown_numbers), **shown)
    add("shown_numbers.xls", xls(shown_numbers_xls), **shown)
    row = [(value, code) for code, value, _ in SHOWN.values()]
    add("shown_numbers.xlsb", xlsb([[(name, "General") for name in SHOWN], row]), **shown)
    add("shown_numbers.ods", ods([list(SHOWN), [ods_number(*number) for number in SHOWN.values()]]), **shown)
    visible = {"columns": ["id", "text"], "cells": {"2": ["1", "x"], "4": ["3", "z"]}, "rows": 2, "notes": ["hidden"]}
    add("hidden_cells.xlsx", filled(hidden_cells), **visible)
    add("hidden_cells.xls", xls(hidden_cells_xls), **visible)
    add("hidden_cells_read.xlsx", filled(hidden_cells), options={"include_hidden": True}, rows=3,
        columns=["id", "secret", "text"], cells={"3": ["2", "b", "y"]}, notes=[])  # fmt: skip


def rejected_files() -> None:
    add("refused_image.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(1).randbytes(300), rejected="not-a-sheet")
    add("refused_pdf.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", rejected="not-a-sheet")
    add(
        "refused_numbers.zip",
        zipped(**dict.fromkeys(("Book.numbers/Index.zip", "Book.numbers/preview.jpg"), b"x")),
        rejected="not-a-sheet",
    )
    add(
        "refused_word.csv",
        zipped(**dict.fromkeys(("[Content_Types].xml", "word/document.xml"), b"x")),
        rejected="not-a-sheet",
    )
    add("refused_tar.tar.gz", gzip.compress(bytes(257) + b"ustar" + bytes(250), mtime=0), rejected="unpack-first")
    add(
        "refused_dump.sql", "-- dump\nCREATE TABLE `t` (id int);\nINSERT INTO `t` VALUES (1);\n", rejected="not-a-sheet"
    )
    add("refused_email.csv", "From: a@b.example\nTo: c\nSubject: d\n\nHello\n", rejected="not-a-sheet")
    add("refused_error.csv", "404: Not Found", rejected="not-a-sheet")
    add("refused_empty.csv", b"", rejected="empty-file")
    add("refused_blank.csv", b"\xef\xbb\xbf \r\n\n", rejected="empty-file")
    add("refused_header_only.csv", "id,question\n", rejected="header-only")
    add("refused_header_only.xlsx", xlsx([["id", "question"]]), rejected="header-only")
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
    add("refused_pointer.xlsx", pointer, rejected="not-a-sheet")
    add("refused_page.xlsx", "<!DOCTYPE html><html><title>Sign in</title></html>", rejected="web-page")
    add("refused_rubbish.csv", random.Random(2).randbytes(2000), rejected="not-a-sheet")
    add("refused_batch.jsonl", '{"custom_id":"a","method":"POST","url":"/v1/x","body":{}}\n', rejected="batch-file")
    add("refused_truncated.xlsx", xlsx(TABLE)[:3000], rejected="broken-workbook")
    add("refused_truncated.xls", xls(lambda book, tab: put(tab, TABLE))[:3000], rejected="broken-workbook")
    text = f"<t>{'x' * 150_000}</t>"
    bomb = changed(xlsx([["q", "r"], *[["seed", "seed"]] * 8000]), "xl/sharedStrings.xml", ("<t>seed</t>", text))
    vast = changed(xlsx(TABLE), "xl/sharedStrings.xml", ("Why?", "x" * 20_000_000))
    add("refused_size_understated.xlsx", understated(vast, "xl/sharedStrings.xml", 1000), rejected="broken-workbook")
    add("refused_strings_bomb.xlsx", bomb, rejected="bomb", seconds=5)


def main() -> None:
    for part in (encodings, dialects, readings, shapes, formats, facts, shown_and_hidden, rejected_files):
        part()
    FOLDER.mkdir(exist_ok=True)
    for name, (data, expected) in FILES.items():
        if not (FOLDER / name).exists():
            (FOLDER / name).write_bytes(data)
        written = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
        (FOLDER / f"{name}.json").write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
