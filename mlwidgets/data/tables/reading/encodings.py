"""Which bytes mean which letters: found by trying, since a text file does not say."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from mlwidgets.data.tables.reading.settings import ENCODINGS

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# The letters beyond ASCII that are written most in the languages for which an encoding was made.
_LETTERS = {
    "cp1252": "äöüÄÖÜßéèêëàâçñáíóúøåæÅØÆôîïûùãõÉÑ€£°²³µ§«»·º–—‘’“”…½",
    "iso8859-15": "äöüÄÖÜßéèêëàâçñáíóúøåæÅØÆôîïûùãõœ€",
    "cp1250": "ąćęłńóśźżčďěňřšťůýžáíéőűúäöüŁŚŻŽŠČŘđ",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯёіїєґ",
    "cp1253": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΕΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "cp1254": "ğışİŞĞçöüÇÖÜâ",
    "mac-roman": "äöüÄÖÜßéèêëàâçñáíóúøåôîï",
    "cp850": "äöüÄÖÜßéèêëàâçñáíóúøåôîï",
}
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_OTHER_ALPHABETS = ("cp1251", "cp1253")
_ASIAN = ("cp932", "euc-kr", "gb18030")
_DIFFERENT_BYTES = 200_000
_SHARE_OF_UTF16_ZEROS = 0.3


def encoding_of_start(head: bytes) -> tuple[str, int]:
    """Return the encoding that the first bytes of a file show, or "", and the length of its mark.

    UTF-16 without a mark is known by its zeros: every second byte of Western text is one.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark)
    even, odd = head[0::2], head[1::2]
    if len(odd) and odd.count(0) > _SHARE_OF_UTF16_ZEROS * len(odd) and even.count(0) * 10 < odd.count(0):
        return "utf-16-le", 0
    if len(even) and even.count(0) > _SHARE_OF_UTF16_ZEROS * len(even) and odd.count(0) * 10 < even.count(0):
        return "utf-16-be", 0
    return "", 0


def guess_legacy(sample: bytes) -> str:
    """Return the likeliest encoding of a text that is not UTF-8.

    Parameters
    ----------
    sample : bytes
        Lines of the file with bytes beyond ASCII.
    """
    sample = sample[:_DIFFERENT_BYTES]
    best, most = "cp1252", -float("inf")
    for name in (*_LETTERS, *_ASIAN):
        score = _asian_score(sample, name) if name in _ASIAN else _letter_score(sample, name)
        if score > most:
            best, most = name, score
    return best if best in ENCODINGS else "cp1252"


def _letter_score(sample: bytes, name: str) -> float:
    text = sample.decode(name, errors="replace")
    usual = set(_LETTERS[name])
    score = 0.0
    for found in _BEYOND_ASCII.finditer(text):
        before, letter = text[found.start() - 1 : found.start()] or " ", found.group()
        if letter == "\ufffd" or letter < "\xa0":
            score -= 3  # the encoding has no such letter
        elif name in _OTHER_ALPHABETS and before.isascii() and before.isalpha():
            score -= 1  # their words have no Latin letters
        elif letter in usual:
            # A capital in the middle of a word is a sign of the wrong encoding.
            score += 1 if not (letter.isupper() and before.islower()) else -0.5
        else:
            score -= 0.5 if letter.isalpha() else 0.2
    return score


def _asian_score(sample: bytes, name: str) -> float:
    cut = sample.rfind(b"\n") + 1 or len(sample)
    try:
        text = sample[:cut].decode(name)
    except UnicodeDecodeError:
        return -float("inf")
    wide = [letter for letter in text if letter >= "\x80"]
    common = {"cp932": ("\u3040", "\u30ff"), "euc-kr": ("\uac00", "\ud7a3"), "gb18030": ("\u4e00", "\u9fa5")}
    low, high = common[name]
    usual = sum(low <= letter <= high for letter in wide)
    if name == "cp932" and usual:  # kana show that it is Japanese; its other letters are Chinese
        usual = sum(letter >= "\u3000" for letter in wide) + 1
    # Two bytes a letter: half as many letters as other encodings find, so that each counts twice. Alone
    # among Latin letters they are more likely letters with accents.
    pairs = sum(one >= "\x80" and two >= "\x80" for one, two in pairwise(text))
    return 2 * usual - 2 * (len(wide) - usual) if pairs > len(wide) / 2 else -float("inf")
