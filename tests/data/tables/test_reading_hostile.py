"""What is no table, or a damaged one: a sentence each, or a row listed with its line and the reason."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.archives import ArchiveLimits, open_zip, safe_members
from mlwidgets.data.tables.reading import ReadSettings, read_csv
from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "".join(f"{row},{row * 1.5},name {row}\n" for row in range(50))
TABLE = f"a,b,c\n{ROWS}"


def zipped(*files: tuple[str, bytes]) -> bytes:
    """Pack files into a zip archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files:
            archive.writestr(name, one)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty: it has 0 bytes"),
        (b"\n \n\n", "holds no text"),
        (b"a,b,c\n", "has a header but no rows"),
        (b"a,b\n,\nNA,\n,NA\n", "all are missing"),
        (bytes(range(256)) * 20, "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG picture"),
        (b"PAR1" + bytes(50), "a Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "an old Excel workbook"),
        (b"\x80\x04\x95" + bytes(50), "a Python pickle, which is never opened"),
        (b"\x1f\x8b" + bytes(50), "gzip"),
        (zipped(("xl/workbook.xml", b"<x/>"), ("[Content_Types].xml", b"")), "an Excel workbook"),
        (zipped(("mimetype", b"x"), ("content.xml", b"<x/>")), "an OpenDocument file"),
        (zipped(("a.png", b"x")), "holds no table"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "is a web page"),
        (b'[{"a": 1, "b": 2},\n {"a": 2}]', "is JSON"),
        (
            ",".join(f"c{at}" for at in range(10_000)).encode() + b"\n" + b"1," * 9_999 + b"1\n",
            "at most 2,000",
        ),
    ],
)
def test_what_is_no_table_is_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        read_csv(content, "thing.csv")
    assert str(caught.value).endswith(".")
    assert "thing.csv" in str(caught.value) or "archive" in str(caught.value)


@pytest.mark.parametrize("source", ["no such file.csv", "x" * 5000, "a\0b", None, 3, ["a"], object()])
def test_what_cannot_be_opened_is_a_sentence(source: object) -> None:
    with pytest.raises(DataError):
        read_csv(source)  # type: ignore[arg-type]


def test_ragged_rows_are_listed_and_empty_cells_at_the_end_do_no_harm() -> None:
    lines = TABLE.splitlines()
    lines[10] = "9,13.5"
    lines[20] = "19,28.5,name 19,more"
    lines[30] = "29,43.5,name 29,,"
    read = read_csv("\n".join(lines), "ragged.csv")
    assert [(row.line, row.reason) for row in read.rejected] == [
        (11, "It has 2 cells; the table has 3 columns."),
        (21, "It has 4 cells; the table has 3 columns."),
    ]
    assert read.rejected[0].text == "9,13.5"
    assert read.rejected_count == 2
    assert read.table.column("a").values.tolist() == [row for row in range(50) if row not in (9, 19)]


def test_rows_that_leave_out_what_is_empty_at_the_end_are_filled_up_if_many_do() -> None:
    lines = ["a,b,c", *(f"{row},{row}" if row % 3 else f"{row},{row},{row}" for row in range(60))]
    read = read_csv("\n".join(lines), "short.csv")
    assert len(read.table) == 60
    assert read.rejected == ()
    assert int(read.table.column("c").missing.sum()) == 40
    assert "40 rows have fewer cells" in read.notes[0]


def test_a_lone_quote_takes_no_other_row_with_it() -> None:
    lines = ["a,b,c", *(f'{row},"text, {row}",{row}' for row in range(3000))]
    lines[5] = '4,"text 4,4'
    lines[2000] = '1999,"in"side,1999'
    read = read_csv("\n".join(lines), "quotes.csv")
    assert read.settings.quote == '"'
    assert read.table.column("a").values.tolist() == list(range(3000))
    assert read.rejected == ()
    assert "not closed; it was read as a letter: lines 6, 2,001" in read.notes[0]
    everything_quoted = read_csv('a,b\n1,"\n2,x\n3,y\n', "lone.csv")
    assert len(everything_quoted.table) + everything_quoted.rejected_count == 3


def test_line_numbers_count_the_lines_of_the_file() -> None:
    lines = ["Title", "", "a,b,c", '1,"two\nlines",3', "", "4,5", *["7,8,9"] * 30, "1,2,3,4"]
    read = read_csv("\r\n".join(lines), "lines.csv")
    assert [row.line for row in read.rejected] == [7, 38]
    assert len(read.table) == 31
    assert read.settings.skip_rows == 2


def test_nothing_is_run_and_nothing_cut_off() -> None:
    formula = "=cmd|' /C calc'!A0"
    long = "x" * 10_000
    rows = [f"{row},word{row % 3}" for row in range(30)]
    read = read_csv("\n".join(["n,t", *rows, f'31,"{formula}"', f"32,{long}", "33,<b>x</b>"]), "cells.csv")
    assert {formula, long, "<b>x</b>"} <= set(read.table.column("t").levels)


def test_nul_bytes_other_encodings_and_mixed_ones_are_read_and_said() -> None:
    text = "town;age\n" + "".join(f"Köln;{row}\n" for row in range(20))
    assert read_csv(text.encode("utf-16"), "t").table.column("town").levels == ("Köln",)
    assert read_csv(text.encode("utf-16-be"), "t").settings.encoding == "utf-16-be"
    zeros = read_csv(text.encode().replace(b";3\n", b";3\0\n"), "t")
    assert zeros.notes == ("NUL characters were left out.",)
    assert zeros.table.column("age").values[3] == 3
    mixed = read_csv(text.encode() + "Köln;99\n".encode("cp1252"), "t")
    assert mixed.table.column("town").levels == ("Köln",)
    assert "1 byte is not UTF-8" in mixed.notes[0]


def test_names_that_are_empty_or_alike_are_changed_and_said() -> None:
    read = read_csv("age,,age,age (2)\n" + "1,2,3,4\n" * 5, "names.csv")
    assert read.table.names == ("age", "column 2", "age (2)", "age (2) (2)")
    assert "column 2 (an empty name)" in read.notes[0]


def test_one_column_and_one_row_are_a_table() -> None:
    assert read_csv("height\n1.5\n2.5\n\n", "one.csv").table.column("height").values.tolist() == [1.5, 2.5]
    words = read_csv("word\nhello there, you\nwell\nyes, no\n", "one.csv")
    assert words.table.names == ("word",)
    assert len(read_csv("a,b\n1,x\n", "row.csv").table) == 1


def test_cells_of_blanks_are_missing_and_a_mark_inside_the_file_is_a_letter() -> None:
    rows = "".join(f"{row},word\n" for row in range(30))
    read = read_csv(f"n,t\n{rows} ,  \n", "blank.csv")
    assert read.notes == ()
    assert [column.missing[30] for column in read.table.columns] == [True, True]
    assert read.table.column("t").levels == ("word",)
    assert read_csv("t\r\n\ufeffx\r\ny\r\n", "mark.csv").table.column("t").levels == ("y", "\ufeffx")


def test_line_ends_may_be_mixed_and_belong_to_quoted_cells() -> None:
    read = read_csv(b'a,b\r\n1,x\n2,"y\r\nz"\r3,w\r\n', "ends.csv")
    assert read.table.column("b").texts(np.arange(3)) == ["x", "y\r\nz", "w"]


def test_codes_keep_their_zeros_and_long_numbers_their_digits() -> None:
    rows = [f"0{row:04d};{12345678901234567 + row};{row / 3}" for row in range(30)]
    read = read_csv("\n".join(["postcode;card;x", *rows]), "codes.csv")
    assert read.table.column("postcode").levels[1] == "00001"
    assert read.table.column("card").texts(np.array([1])) == ["12345678901234568"]
    assert read.table.column("x").values[1] == 1 / 3
    late = [*(f"{row};1" for row in range(3000)), "00017;1"]
    table = read_csv("\n".join(["n;m", *late]), "late.csv").table
    assert table.column("n").texts(np.array([3000])) == ["00017"]


def test_a_few_cells_that_are_no_numbers_are_left_empty_and_said() -> None:
    rows = [str(row) for row in range(2000)]
    rows[1500], rows[1600] = "abc", "-"
    read = read_csv("\n".join(["n,m", *(f"{row},1" for row in rows)]), "odd.csv")
    assert read.table.column("n").kind is Kind.NUMBER
    assert np.flatnonzero(read.table.column("n").missing).tolist() == [1500, 1600]
    assert read.notes == ("n: 1 cell that is no number was left empty: “abc”.",)
    assert read.settings.missing == ("-",)


def test_a_setting_that_is_corrected_changes_the_table() -> None:
    read = read_csv("d;x\n03/04/2024;1,234\n05/06/2024;2,345\n", "t.csv")
    assert "day and month could be exchanged" in read.notes[0]
    assert read.table.column("d").texts(np.array([0])) == ["2024-04-03"]
    settings = read.settings.with_(date_order="month first", decimal=".", thousands=",")
    again = read_csv("d;x\n03/04/2024;1,234\n05/06/2024;2,345\n", "t.csv", settings)
    assert again.table.column("d").texts(np.array([0])) == ["2024-03-04"]
    assert again.table.column("x").values.tolist() == [1234, 2345]
    none = read_csv("d;x\n03/04/2024;1\n", "t.csv", settings.with_(header_rows=0, date_order="none"))
    assert none.table.names == ("column 1", "column 2")
    assert ReadSettings.of(settings.to_dict()) == settings


def test_a_zip_with_one_table_is_opened_and_of_several_one_is_named() -> None:
    one = read_csv(zipped(("data/train.csv", TABLE.encode()), ("__MACOSX/._train.csv", b"x")), "all.zip")
    assert one.table.name == "train.csv"
    two = zipped(("train.csv", TABLE.encode()), ("test.csv", TABLE.encode()))
    with pytest.raises(DataError, match="holds 2 tables: “train"):
        read_csv(two, "all.zip")
    assert read_csv(two, "test.csv").table.name == "test.csv"


def test_a_zip_that_leads_out_links_or_bursts_is_refused_whole(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    bomb = zipped(("bomb.csv", bytes(40 * 2**20)))
    for bad, sentence in (
        (zipped(("../up.csv", b"a,b\n1,2\n")), "leads out of the archive"),
        (zipped(("/etc/up.csv", b"a,b\n1,2\n")), "leads out of the archive"),
        (zipped(("C:\\up.csv", b"a,b\n1,2\n")), "leads out of the archive"),
        (content.getvalue(), "is a link"),
        (bomb, "zip bomb"),
        (zipped(("a.csv", TABLE.encode()))[:-30], "cannot be opened as a zip archive"),
    ):
        with pytest.raises(DataError, match=sentence):
            read_csv(bad, "bad.zip")
    path = tmp_path / "many.zip"
    path.write_bytes(zipped(("a.csv", b"x" * 100), ("b.csv", b"x" * 100)))
    with open_zip(path) as archive, pytest.raises(DataError, match="at most 1 are read"):
        safe_members(archive, ArchiveLimits(members=1))
    with open_zip(path) as archive, pytest.raises(DataError, match="when unpacked"):
        safe_members(archive, ArchiveLimits(total=150))


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        ("# made by hand\n# in two lines\na,b,c\n1,2,x\n3,4,y\n", ("a", "b", "c"), 2),
        ("# made by hand\n#a,b,c\n1,2,x\n3,4,y\n", ("#a", "b", "c"), 2),
        ("3,no\n1,2,3,4,5,6\n2,3,4,5,6,7\n", tuple(f"column {number}" for number in range(1, 7)), 2),
        ("Report,2024\n\nname,born,town\nAnn,1999,Rome\nBob,1998,Oslo\n", ("name", "born", "town"), 2),
        ("x;y\n1;2\n3;4\n", ("x", "y"), 2),
        ("1,2\n3,4\n", ("column 1", "column 2"), 2),
        ("a|b\n1|2\nTotal\n", ("a", "b"), 1),
    ],
)
def test_the_table_begins_where_a_person_would_say(text: str, names: tuple[str, ...], rows: int) -> None:
    table = read_csv(text, "t.csv").table
    assert table.names == names
    assert len(table) == rows
