"""The encodings that Batchdesk reads, by Python's name, with their names for people."""

import codecs

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252 (Western)",
    "iso8859-15": "Latin-9 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "iso8859-2": "Latin-2 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8-r": "KOI8-R (Cyrillic)",
    "iso8859-5": "ISO-8859-5 (Cyrillic)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "iso8859-7": "ISO-8859-7 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp1258": "Windows-1258 (Vietnamese)",
    "cp874": "Windows-874 (Thai)",
    "cp932": "Shift-JIS (Japanese)",
    "euc-jp": "EUC-JP (Japanese)",
    "gb18030": "GB18030 (Simplified Chinese)",
    "big5": "Big5 (Traditional Chinese)",
    "big5hkscs": "Big5-HKSCS (Hong Kong)",
    "cp949": "EUC-KR (Korean)",
    "mac-roman": "Mac Roman (Western)",
    "cp850": "DOS 850 (Western)",
    "cp437": "DOS 437 (Western)",
    "latin-1": "Latin-1 (Western)",
    "utf-8+cp1252": "UTF-8 with some Windows-1252",
    "utf-8+cp1250": "UTF-8 with some Windows-1250",
    "utf-8+cp1251": "UTF-8 with some Windows-1251",
}
"""The readable encodings: the name for people by codec. Those with a + are not Python's: a file has both."""


def known_codec(name: str) -> str:
    """The key in `ENCODINGS` for the detector's encoding; the Windows codec where it includes the ISO one.

    Raises:
        LookupError: Python does not know the encoding.
    """
    python = codecs.lookup(name).name
    wider = {"shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "iso8859-1": "cp1252"}
    known = {codecs.lookup(codec).name: codec for codec in ENCODINGS if "+" not in codec}
    return known.get(wider.get(python, python), wider.get(python, python))
