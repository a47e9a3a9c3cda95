"""Texts that are not tables, and tables that look like them."""

import pytest

from lib.common.text_formats import text_format

PLIST = '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "x" "y">\n<plist><dict><key>URL</key><string>z</string></dict>'

KNOWN = [
    ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "only a Git LFS pointer to the real file"),
    ("[InternetShortcut]\r\nURL=https://x.example\r\n", "only a link to a web page"),
    (PLIST, "only a link to a web page"),
    ("ID;PWXL;N;E\nC;Y1;X1;K1\n", "a SYLK file"),
    ("MIME-Version: 1.0\nContent-Type: multipart/related; x\n\n", "a web archive"),
    ("From: <Saved>\nSubject: x\nContent-Type: multipart/related;\n\tx\n\n", "a web archive"),
    ("Received: a\n b\nFrom: c\nSubject: d\n\nHi", "an e-mail"),
    ("BEGIN:VCARD\nEND:VCARD\n", "a list of contacts (vCard)"),
    ("--\n-- x\n\n/* y */;\nSET a = 1;\nCREATE TABLE `t` (\n a int);\n", "a database script (SQL)"),
    ("INSERT INTO t (a, b) VALUES (1, 2);\n", "a database script (SQL)"),
    ("USE [d]\nGO\n/****** Object ******/\nINSERT [dbo].[t] ([a]) VALUES (1)\nGO\n", "a database script (SQL)"),
    ("DROP TABLE IF EXISTS `t`;\n", "a database script (SQL)"),
    ("CREATE UNIQUE INDEX i ON t (a);\n", "a database script (SQL)"),
    ("COPY public.t (a, b) FROM stdin;\n1\t2\n", "a database script (SQL)"),
    ("#!/bin/sh\necho\n", "the text of a program"),
    ("import json\nfrom a import b\n", "the text of a program"),
    ("404: Not Found\n", 'the error message of a failed download ("404: Not Found")'),
    ("Access Denied", 'the error message of a failed download ("Access Denied")'),
]


@pytest.mark.parametrize(("text", "what"), KNOWN, ids=range(len(KNOWN)))
def test_texts_that_are_not_tables(text: str, what: str) -> None:
    found = text_format(text)
    assert found is not None
    assert found.what == what


@pytest.mark.parametrize(
    "text",
    [
        "id;price\nB;1,50\n",
        "Create table of contents for a book\nInsert into the text a comma\n",
        "Create report name (required),Owner\nSales;,Ann\n",
        "Create view (wide),Owner\nSales,Ann\n",
        "Create index for (a) the book; then sort it\n",
        "Drop table reservations; call the guest\nInsert select quotes;\n",
        "Insert into values,Owner\nSales,Ann\n",
        "From Paris to Rome\nFrom London\n",
        "import\nexport\n",
        "Date:,From:,To:\n1,2,3\n",
        "Error: what does 404 mean?\nForbidden fruit\n",
        "not found,count\n1,2\n",
    ],
)
def test_tables_that_begin_alike(text: str) -> None:
    assert text_format(text) is None


def test_of_a_part_the_start_of_a_script_is_enough() -> None:
    start = "INSERT INTO t (a) VALUES\n(1),\n"
    assert text_format(start) is None
    assert text_format(start, is_whole=False) is not None
