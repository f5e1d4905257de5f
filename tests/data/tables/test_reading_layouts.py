"""Where a table begins, and what separates its cells: files that have been read wrongly once."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.data.tables.reading import ReadSettings, read_csv
from mlwidgets.errors import ConfigurationError

AUTO = """18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"
15.0   8   350.0      165.0      3693.      11.5   70  1\t"buick skylark 320"
 9.0   8   318.0      150.0      3436.      11.0   70  1\t"plymouth satellite"
25.0   4   98.00      ?          2046.      19.0   71  2\t"ford pinto"
"""


def test_columns_that_are_aligned_with_blanks_are_found() -> None:
    read = read_csv(AUTO * 10, "auto-mpg.data")
    assert read.settings.separator == r"\s+"
    assert "Separator: blanks, one or more." in read.settings.in_words()
    assert len(read.table) == 40
    assert len(read.table.columns) == 9
    assert read.table.columns[3].missing.sum() == 10
    assert read.table.columns[8].levels[0] == "buick skylark 320"
    again = read_csv(AUTO * 10, "auto-mpg.data", ReadSettings.of(read.settings.to_dict()))
    for one, other in zip(read.table.columns, again.table.columns, strict=True):
        np.testing.assert_array_equal(one.values, other.values)


def test_blanks_are_followed_over_a_whole_large_file() -> None:
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(30_000, 5)).round(3)
    text = "".join("".join(f"{value:>9.3f}" for value in row) + "\n" for row in numbers)
    assert len(text) > 2**20
    read = read_csv(text.encode(), "housing.data")
    assert read.rejected == ()
    np.testing.assert_array_equal(np.column_stack([one.values for one in read.table.columns]), numbers)


def test_a_data_frame_that_was_printed_has_its_index_as_a_column() -> None:
    text = "    size kind\n" + "".join(f"{at:<3} {at * 1.5:4} {'ab'[at % 2]:>4}\n" for at in range(30))
    read = read_csv(text, "printed")
    assert read.table.names == ("row", "size", "kind")


@pytest.mark.parametrize(
    "text", ["a b\n1 2\n3 4\n", "a\tb c\n1\tx  y\n2\tz\n3\tu v\n", "a,  b\n1,  2\n3,  4\n"]
)
def test_other_blanks_are_no_alignment(text: str) -> None:
    assert read_csv(text, "t").settings.separator != r"\s+"


def test_no_other_pattern_is_a_separator() -> None:
    with pytest.raises(ConfigurationError, match="separator must be a text"):
        ReadSettings(separator=r"\d+")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_titles_above_the_header_are_skipped_whatever_ends_the_lines(end: str) -> None:
    lines = ["Measured in 2024", "", "size;weight;kind", *(f"{at},5;{at * 2},25;a" for at in range(30))]
    read = read_csv(end.join([*lines, ""]).encode(), "old.csv")
    assert read.table.names == ("size", "weight", "kind")
    assert read.table.columns[0].values.tolist() == [at + 0.5 for at in range(30)]
    assert read.rejected == ()


@pytest.mark.parametrize(
    "lines",
    [
        ["Report of 2024", "kind,day,size", *(f"a,2024-05-{at:02},{at}" for at in range(1, 29))],
        ["Data export", "# made by tool", "no\tshare", *(f"{at}\t{at}.5%" for at in range(3))],
        ["Data export", '"size";"place"', *('"True";"London"' for _ in range(5))],
        ["Data export", "Temp,height", "6.79,-42", "10.2,198", "5.13,451", "6.18,190"],
    ],
)
def test_a_title_with_as_many_words_as_columns_is_no_header(lines: list[str]) -> None:
    header = next(line for line in lines if any(mark in line for mark in ",;\t"))
    read = read_csv("\n".join([*lines, ""]), "titled.csv")
    assert [name in header for name in read.table.names] == [True] * len(read.table.columns)
    assert len(read.table.columns) == len(header.replace(";", ",").replace("\t", ",").split(","))
    assert len(read.table) == len(lines) - lines.index(header) - 1


def test_the_quoted_header_of_a_single_column_loses_its_quotes() -> None:
    assert read_csv('"size"\n1\n2\n3\n', "one.csv").table.names == ("size",)
    read = read_csv('"size"\n"1,5"\n"2,25"\n"3,5"\n', "one.csv")
    assert read.table.column("size").values.tolist() == [1.5, 2.25, 3.5]


def test_quoted_decimal_commas_between_commas_are_one_cell_each() -> None:
    rows = "".join(f'"{at},5","-{at},25"\n' for at in range(50))
    read = read_csv(f"a,b\n{rows}", "decimals.csv")
    assert read.table.column("b").values[2] == -2.25
    assert len(read.table.columns) == 2


def test_a_column_that_is_called_x_has_a_header() -> None:
    assert read_csv("x\n1\n2\n3\n", "x.csv").table.names == ("x",)
    assert read_csv('"","x"\n"1",0.5\n"2",0.7\n"3",0.2\n', "r.csv").table.names[1] == "x"


def test_a_backslash_before_a_doubled_quote_is_a_letter() -> None:
    rows = "".join(f'{at},"a \\""{at}\\"" b","""start"\n' for at in range(20))
    read = read_csv(f"n,note,other\n{rows}", "backslash.csv")
    assert read.settings.escape == "double"
    assert read.rejected == ()
    assert read.table.column("note").texts(np.array([3])) == ['a \\"3\\" b']


def test_a_comma_before_three_digits_everywhere_is_told() -> None:
    read = read_csv("place;people\nA;445,825\nB;12,300\n", "thousands.csv")
    assert "people: a comma stands before exactly three digits each time" in read.notes[0]
    assert read_csv("place;size\nA;445,825\nB;12,3\n", "decimals.csv").notes == ()


@pytest.mark.parametrize("late", [3_000, 100])
def test_a_late_day_beyond_the_twelfth_decides_the_order_of_all_dates(late: int) -> None:
    early = "".join(f"{at % 12 + 1:02}/{at * 5 % 12 + 1:02}/2024,01/02/2024,{at}\n" for at in range(3_000))
    after = "".join(f"05/{at % 28 + 1:02}/2024,01/02/2024,{at}\n" for at in range(late))
    read = read_csv(f"sold,paid,n\n{early}{after}", "american.csv")
    assert read.settings.date_order == "month first"
    assert read.table.column("sold").texts(np.array([1, 3_000, 3_020])) == [
        *("2024-02-06", "2024-05-01", "2024-05-21")
    ]
    assert read.table.column("paid").texts(np.array([0])) == ["2024-01-02"]
    assert not any("exchanged" in note or "left empty" in note for note in read.notes)
    again = read_csv(f"sold,paid,n\n{early}{after}", "american.csv", read.settings)
    np.testing.assert_array_equal(again.table.column("sold").values, read.table.column("sold").values)


def test_why_a_column_of_numbers_became_text_is_told() -> None:
    rows = [*(f"{at},{at}" for at in range(3_000)), *(f"t{at},{at}" for at in range(1_000))]
    read = read_csv("\n".join(["a,b", *rows]), "late.csv")
    assert read.notes == ("a: kept as text; 1,000 cells are no numbers, such as “t0”.",)


def test_points_before_three_digits_are_told_only_between_semicolons() -> None:
    rows = [f"{at + 1}{{0}}{at:03}{{1}}x" for at in range(9)]
    told = read_csv("\n".join(["people;kind", *(row.format(".", ";") for row in rows)]), "european.csv")
    assert "people: a point stands before exactly three digits" in told.notes[0]
    assert read_csv("\n".join(["length,kind", *(row.format(".", ",") for row in rows)]), "t.csv").notes == ()


def test_half_a_letter_is_no_separator() -> None:
    with pytest.raises(ConfigurationError, match="separator must be a text"):
        ReadSettings(separator="\ud800")
    with pytest.raises(ConfigurationError, match="separator must be a text"):
        ReadSettings(separator=np.array([1, 2]))  # type: ignore[arg-type]
