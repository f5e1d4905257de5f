"""Files of learners: good ones in every form, and everything that may be wrong with one."""

from __future__ import annotations

import io
import re
import struct
import time
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps

from mlwidgets.data.pictures.reading import MAX_BYTES, Picture, grey, load_picture, to_png
from mlwidgets.errors import DataError
from tests.data.picture_makers import (
    END,
    array,
    changed,
    colourful,
    encoded,
    exif,
    frame_at,
    header,
    noise,
    pixels,
    png,
    with_chunk,
    with_segment,
)

PHOTO = colourful(60, 90)
PNG = encoded(PHOTO, "PNG")
JPEG = encoded(PHOTO, "JPEG", quality=90)
PROGRESSIVE = encoded(PHOTO, "JPEG", quality=90, progressive=True)


def refusal(content: bytes, name: str = "cat.png") -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(DataError) as caught:
        load_picture(content, name)
    return str(caught.value)


# ---- good files ----


def test_a_png_comes_as_it_is() -> None:
    picture = load_picture(PNG, "C:\\pictures\\cat.PNG")
    assert isinstance(picture, Picture)
    assert (picture.name, picture.title) == ("cat.PNG", "cat")
    assert picture.pixels.dtype == np.uint8
    np.testing.assert_array_equal(picture.pixels, np.asarray(PHOTO))
    assert picture.alt == "Your picture cat.PNG, 90 by 60 pixels in colour."
    assert picture.shrunk_from is None
    assert not picture.pixels.flags.writeable


@pytest.mark.parametrize("file", [JPEG, PROGRESSIVE])
def test_a_jpeg_comes_as_pillow_decodes_it(file: bytes) -> None:
    np.testing.assert_array_equal(load_picture(file, "cat.jpg").pixels, array(file))


@pytest.mark.parametrize("name", ["", "cat", "cat.txt", "../../etc/passwd", "a\x00b\u202e", "x" * 5000])
def test_the_name_decides_nothing(name: str) -> None:
    picture = load_picture(PNG, name)
    assert picture.pixels.shape == (60, 90, 3)
    assert 1 <= len(picture.name) <= 40
    assert picture.name.isprintable()


def test_bytes_may_come_in_any_form() -> None:
    for content in (bytearray(PNG), memoryview(PNG)):
        assert load_picture(content, "cat.png").pixels.shape == (60, 90, 3)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_grey_stays_grey(kind: str) -> None:
    picture = load_picture(encoded(PHOTO.convert("L"), kind), "cat")
    assert picture.pixels.shape == (60, 90, 1)
    assert "90 by 60 pixels of grey" in picture.alt


def test_a_palette_of_greys_is_grey_and_one_of_colours_is_not() -> None:
    greys, colours = PHOTO.convert("L").convert("P"), PHOTO.quantize(60)
    np.testing.assert_array_equal(
        load_picture(encoded(greys, "PNG"), "a").pixels[..., 0], np.asarray(PHOTO.convert("L"))
    )
    np.testing.assert_array_equal(
        load_picture(encoded(colours, "PNG"), "a").pixels, np.asarray(colours.convert("RGB"))
    )


def test_black_and_white_becomes_0_and_255() -> None:
    sketch = PHOTO.convert("1")
    pixels = load_picture(encoded(sketch, "PNG"), "a").pixels
    np.testing.assert_array_equal(pixels[..., 0], np.asarray(sketch) * 255)


def test_sixteen_bits_become_eight() -> None:
    values = np.array([[0, 128, 129, 257, 32_896, 65_278, 65_535]], np.uint16)
    picture = load_picture(encoded(Image.fromarray(values), "PNG"), "a")
    assert picture.pixels.ravel().tolist() == [0, 0, 1, 1, 128, 254, 255]
    rows = b"\0" + struct.pack(">6H", 65_535, 0, 32_896, 257, 514, 771)
    rgb = load_picture(png(header(1, 2, 16, 2), pixels(rows), END), "a")
    assert rgb.pixels.tolist() == [[[255, 0, 128], [1, 2, 3]]]
    rows = b"\0" + struct.pack(">4H", 0, 65_535, 0, 0)
    with_alpha = load_picture(png(header(1, 2, 16, 4), pixels(rows), END), "a")
    assert with_alpha.pixels.ravel().tolist() == [0, 255]


def test_what_is_transparent_is_laid_on_white() -> None:
    colour = np.zeros((1, 3, 4), np.uint8)
    colour[..., 0], colour[0, :, 3] = 200, [255, 0, 51]
    shown = load_picture(encoded(Image.fromarray(colour), "PNG"), "a").pixels
    assert shown.tolist() == [[[200, 0, 0], [255, 255, 255], [244, 204, 204]]]
    grey_alpha = np.array([[[100, 255], [100, 0], [0, 51]]], np.uint8)
    shown = load_picture(encoded(Image.fromarray(grey_alpha), "PNG"), "a").pixels
    assert shown.tolist() == [[[100], [255], [204]]]


def test_one_transparent_colour_of_a_png_without_alpha_is_white() -> None:
    rows = b"\0\1\2\3\4\5\6"
    rgb = png(header(1, 2, 8, 2), (b"tRNS", struct.pack(">3H", 4, 5, 6)), pixels(rows), END)
    assert load_picture(rgb, "a").pixels.tolist() == [[[1, 2, 3], [255, 255, 255]]]
    four_bits = png(header(1, 2, 4, 0), (b"tRNS", struct.pack(">H", 3)), pixels(b"\0\x35"), END)
    assert load_picture(four_bits, "a").pixels.ravel().tolist() == [255, 85]
    rows = b"\0" + struct.pack(">2H", 257, 258)
    sixteen = png(header(1, 2, 16, 0), (b"tRNS", struct.pack(">H", 257)), pixels(rows), END)
    assert load_picture(sixteen, "a").pixels.ravel().tolist() == [255, 1]


def test_a_palette_may_be_transparent_in_places() -> None:
    palette = (b"PLTE", bytes([255, 0, 0, 0, 0, 255, 0, 0, 0]))
    file = png(header(1, 3, 8, 3), palette, (b"tRNS", b"\xff\x00\x80"), pixels(b"\0\0\1\2"), END)
    assert load_picture(file, "a").pixels.tolist() == [[[255, 0, 0], [255, 255, 255], [127, 127, 127]]]


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    file = encoded(PHOTO.convert("CMYK"), "JPEG", quality=95)
    shown = load_picture(file, "print.jpg").pixels
    np.testing.assert_array_equal(shown, array(file))
    assert np.abs(shown.astype(int) - np.asarray(PHOTO)).mean() < 3


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_turns_the_picture(orientation: int, order: str) -> None:
    data = exif(orientation, order)
    png_file, jpeg_file = with_chunk(PNG, b"eXIf", data), with_segment(JPEG, 0xE1, b"Exif\0\0" + data)
    for file in (png_file, jpeg_file):
        upright = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(file))))
        np.testing.assert_array_equal(load_picture(file, "a").pixels, upright)
    height, width, _ = load_picture(png_file, "a").pixels.shape
    assert (height, width) == ((60, 90) if orientation < 5 else (90, 60))


@pytest.mark.parametrize(
    "data",
    [b"", b"II*\0", b"XX*\0" + exif(6)[4:], exif(0), exif(9), exif(6)[:20], exif(6)[:4] + b"\xff" * 60],
)
def test_exif_that_makes_no_sense_turns_nothing(data: bytes) -> None:
    file = with_segment(JPEG, 0xE1, b"Exif\0\0" + data)
    np.testing.assert_array_equal(load_picture(file, "a").pixels, array(JPEG))


def test_of_an_animation_the_first_picture_is_taken() -> None:
    others = [colourful(60, 90).rotate(angle) for angle in (90, 180)]
    file = encoded(PHOTO, "PNG", save_all=True, append_images=others)
    assert b"acTL" in file
    np.testing.assert_array_equal(load_picture(file, "a.png").pixels, np.asarray(PHOTO))


def test_what_a_telephone_appends_to_a_photograph_is_left_out() -> None:
    several = encoded(PHOTO, "MPO", save_all=True, append_images=[noise(60, 90)])
    assert load_picture(several, "a.jpg").pixels.shape == (60, 90, 3)
    with_film = JPEG + b"\0\0\0\x18ftypmp42" + noise(200, 200).tobytes()
    np.testing.assert_array_equal(load_picture(with_film, "a.jpg").pixels, array(JPEG))


def test_an_interlaced_png_and_one_in_many_small_pieces_are_read() -> None:
    start = PNG.find(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", PNG, start)
    data = PNG[start + 8 : start + 8 + length]
    small = [(b"IDAT", data[at : at + 7]) for at in range(0, length, 7)]
    file = png((b"IHDR", PNG[16:29]), *small, END)
    np.testing.assert_array_equal(load_picture(file, "a").pixels, np.asarray(PHOTO))
    one = png((b"IHDR", header(1, 1)[1][:-1] + b"\1"), pixels(b"\0\x07"), END)
    assert load_picture(one, "a").pixels.tolist() == [[[7]]]


def test_a_wrong_check_sum_of_a_part_that_is_not_needed_does_not_matter() -> None:
    file = with_chunk(PNG, b"tEXt", b"Comment\0hello")
    place = file.find(b"hello")
    assert load_picture(changed(file, place, b"HELLO"), "a").pixels.shape == (60, 90, 3)


# ---- large pictures ----


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((512, 512), (512, 512)),
        ((513, 512), (512, 511)),
        ((1000, 400), (512, 205)),
        ((700, 2100), (171, 512)),
        ((1, 3000), (1, 512)),
        ((3000, 2), (512, 1)),
        ((5, 3), (5, 3)),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_shrunk_and_keeps_its_shape(
    size: tuple[int, int], expected: tuple[int, int], kind: str
) -> None:
    picture = load_picture(encoded(colourful(*size), kind), "a")
    assert picture.pixels.shape == (*expected, 3)
    assert picture.shrunk_from == (size if size != expected else None)


def test_the_size_before_is_that_of_the_upright_picture() -> None:
    file = encoded(colourful(600, 900), "JPEG", exif=b"Exif\0\0" + exif(6))
    picture = load_picture(file, "a")
    assert picture.pixels.shape == (512, 341, 3)
    assert picture.shrunk_from == (900, 600)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_shrinking_is_as_good_as_lanczos_alone(kind: str) -> None:
    y, x = np.mgrid[:3001, :2003]
    rings = Image.fromarray((127.5 + 127.5 * np.cos((y**2 + x**2) / 9000)).astype(np.uint8))
    file = encoded(rings, kind, quality=95)
    shown = load_picture(file, "a").pixels
    best = np.asarray(Image.open(io.BytesIO(file)).resize((342, 512), Image.Resampling.LANCZOS))
    assert np.abs(shown[..., 0] - best.astype(float)).mean() < 1.5


# ---- files that are refused ----


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"name,age\nAda,36\n", "a text file"),
        ("Grüße, ".encode() * 400, "a text file"),
        ("Ada".encode("utf-16"), "a text file"),
        (encoded(PHOTO.convert("CMYK"), "TIFF"), "a TIFF picture"),
        (encoded(PHOTO, "GIF"), "a GIF picture"),
        (encoded(PHOTO, "BMP"), "a BMP picture"),
        (encoded(PHOTO, "WEBP"), "a WebP picture"),
        (encoded(PHOTO, "PDF"), "a PDF document"),
        (encoded(PHOTO, "JPEG2000"), "a JPEG 2000 picture"),
        (encoded(PHOTO, "ICO"), "an icon"),
        (b"\0\0\0\x1cftypheic" + bytes(40), "a HEIC picture"),
        (b"\0\0\0\x1cftypavif" + bytes(40), "an AVIF picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (bytes(100), "of an unknown kind"),
        (PNG[1:], "of an unknown kind"),
        (noise(10, 10).tobytes(), "of an unknown kind"),
    ],
)
def test_another_kind_is_refused_whatever_its_name(content: bytes, kind: str) -> None:
    assert refusal(content, "cat.png") == (
        f"“cat.png” is {kind}, judging by its content; mlwidgets reads PNG and JPEG. Choose another "
        f"file, or save "
        "your picture as PNG first."
    )


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "“cat.png” is empty: it has 0 bytes. Choose a PNG or JPEG picture."


def test_a_file_of_more_than_10_mb_is_refused_by_its_size_alone() -> None:
    assert refusal(PNG + bytes(MAX_BYTES - len(PNG) + 1)) == (
        "“cat.png” has 10.1 MB; a picture may have at most 10 MB. Make it smaller, such as 1,000 pixels a "
        "side, and try again."
    )
    assert "is cut off" not in refusal(PNG + bytes(3 * MAX_BYTES))


def test_a_file_of_exactly_10_mb_is_read() -> None:
    filled = PNG[:33] + png((b"juNk", bytes(MAX_BYTES - len(PNG) - 12)))[8:] + PNG[33:]
    assert len(filled) == MAX_BYTES
    assert load_picture(filled, "a").pixels.shape == (60, 90, 3)


def test_anything_but_bytes_is_refused() -> None:
    for content in ("cat.png", None, np.zeros((3, 3)), [137, 80]):
        with pytest.raises(DataError, match=r"must be bytes; got \w+\. Read a file with"):
            load_picture(content, "cat.png")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("height", "width"),
    [(6_325, 6_325), (9_000, 11_000), (1, 65_536), (70_000, 1)],
)
def test_too_many_pixels_are_refused_before_decoding(height: int, width: int) -> None:
    file = png(header(height, width), pixels(bytes(1000)), END)
    assert refusal(file) == (
        f"“cat.png” has {width:,} × {height:,} pixels; at most 40 million are read, and 65,535 a side. Make "
        "it smaller, such as 1,000 pixels a side, and try again."
    )


FAR_TOO_MANY = (
    "“cat.png” has far more than 40 million pixels, the most that are read. Make it smaller, such as 1,000 "
    "pixels a side, and try again."
)


def test_a_huge_jpeg_is_refused_before_decoding() -> None:
    size = struct.pack(">HH", 60_000, 60_000)
    assert refusal(changed(JPEG, frame_at(JPEG) + 3, size)) == FAR_TOO_MANY


def test_a_real_png_of_20000_squared_is_refused_at_once_and_without_memory() -> None:
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(20_001)) for _ in range(20_000)) + packer.flush()
    file = png(header(20_000, 20_000), (b"IDAT", rows), END)
    tracemalloc.start()
    start = time.thread_time()
    assert refusal(file) == FAR_TOO_MANY
    seconds, (_, peak) = time.thread_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 1
    assert peak < 5e6


def test_pixels_that_unpack_to_more_than_the_picture_are_not_unpacked() -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(200)) + packer.flush()
    file = png(header(4, 4), (b"IDAT", bomb), END)
    start = time.thread_time()
    assert not load_picture(file, "a").pixels.any()
    loading, start = time.thread_time() - start, time.thread_time()
    zlib.decompressobj().decompress(bomb, 2**27)
    assert loading < (time.thread_time() - start) / 3


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        (b"zTXt", b"Comment\0\0"),
        (b"iCCP", b"sRGB\0\0"),
        (b"iTXt", b"Comment\0\1\0en\0Comment\0"),
    ],
)
def test_texts_and_profiles_that_unpack_without_end_are_never_unpacked(kind: bytes, head: bytes) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(100)) + packer.flush()
    tracemalloc.start()
    shown = load_picture(with_chunk(PNG, kind, head + bomb), "a").pixels
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 25e6
    np.testing.assert_array_equal(shown, np.asarray(PHOTO))


def test_a_text_that_cannot_be_unpacked_harms_nobody() -> None:
    file = with_chunk(with_chunk(PNG, b"zTXt", b"Comment\0\0rubbish"), b"iCCP", b"no end")
    np.testing.assert_array_equal(load_picture(file, "a").pixels, np.asarray(PHOTO))


NOISY_PNG = encoded(noise(40, 40), "PNG")
NOISY_JPEG = encoded(noise(40, 40), "JPEG")
NOISY_PROGRESSIVE = encoded(noise(40, 40), "JPEG", progressive=True)


@pytest.mark.parametrize("file", [NOISY_PNG, NOISY_JPEG, NOISY_PROGRESSIVE])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(file: bytes, share: float) -> None:
    assert refusal(file[: int(len(file) * share)]) == (
        "“cat.png” is cut off: the end of the picture is missing. Copy or download it again."
    )


def test_a_png_cut_anywhere_is_refused() -> None:
    for length in range(len(PNG)):
        refusal(PNG[:length])


def test_a_jpeg_cut_anywhere_is_refused_or_whole() -> None:
    for length in range(1, len(JPEG)):
        try:
            cut = load_picture(JPEG[:length], "a").pixels
        except DataError:
            continue
        np.testing.assert_array_equal(cut, array(JPEG))  # only the mark of the end was missing


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png(pixels(bytes(2)), END), "its header is incomplete"),
        (png((b"IHDR", bytes(12)), END), "its pixels cannot be decoded"),
        (png(header(0, 5), pixels(bytes(2)), END), "its header is incomplete"),
        (png(header(5, 0), pixels(bytes(2)), END), "its header is incomplete"),
        (png(header(1, 1, 3), pixels(bytes(2)), END), "its header is incomplete, or it is of a rare kind"),
        (png(header(1, 1, 8, 5), pixels(bytes(2)), END), "its header is incomplete, or it is of a rare kind"),
        (png(header(1, 1), END), "its pixels cannot be decoded"),
        (png(header(1, 1, 8, 3), pixels(bytes(2)), END), "it has no proper palette"),
        (png(header(1, 1, 8, 3), (b"PLTE", bytes(4)), pixels(bytes(2)), END), "it has no proper palette"),
        (png(header(1, 1, 8, 3), (b"PLTE", bytes(771)), pixels(bytes(2)), END), "it has no proper palette"),
        (png(header(9, 9), (b"IDAT", b"rubbish"), END), "its pixels cannot be decoded"),
        (changed(PNG, 50, b"!"), "the check sum of its part IDAT is wrong"),
        (changed(PNG, 17, b"\1"), "the check sum of its part IHDR is wrong"),
        (JPEG[:2] + b"\xff\xd9", "its header is incomplete"),
        (JPEG[: frame_at(JPEG) - 2] + b"\xff\xd9", "its header is incomplete"),
        (with_segment(JPEG, 0xC0, JPEG[frame_at(JPEG) + 2 :][:15]), "its pixels cannot be decoded"),
        (with_segment(JPEG, 0xC0, b"\x08\0\1"), "its header is incomplete"),
        (changed(JPEG, frame_at(JPEG) + 3, b"\0\0"), "its header is incomplete"),
    ],
)
def test_a_damaged_file_is_refused_and_says_why(content: bytes, why: str) -> None:
    sentence = refusal(content)
    assert re.fullmatch(
        r"“cat\.png” is damaged: (.*)\. Open it with a picture program, save it again, and try that\.",
        sentence,
    )
    assert why in sentence


@pytest.mark.parametrize("frame", [0xC3, 0xCA, 0xCF])
def test_a_rare_kind_of_jpeg_is_refused(frame: int) -> None:
    assert "is damaged: its pixels cannot be decoded" in refusal(
        changed(JPEG, frame_at(JPEG) - 1, bytes([frame]))
    )


@pytest.mark.parametrize(("place", "value"), [(2, 12), (7, 2)])
def test_jpegs_of_other_bits_and_channels_are_refused(place: int, value: int) -> None:
    assert "or it is of a rare kind" in refusal(changed(JPEG, frame_at(JPEG) + place, bytes([value])))


def test_a_progressive_jpeg_that_never_ends_is_refused() -> None:
    last = PROGRESSIVE.rfind(b"\xff\xda")
    scan = PROGRESSIVE[last:-2]
    assert "goes over its pixels more than 100 times" in refusal(
        PROGRESSIVE[:last] + scan * 101 + b"\xff\xd9"
    )


def test_a_jpeg_of_markers_only_is_refused() -> None:
    assert "its header is incomplete" in refusal(b"\xff\xd8" + b"\xff" * 2**20)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (MemoryError(), "There is too little memory for “cat.png”."),
        (Image.DecompressionBombError(), FAR_TOO_MANY),
        (OSError("image file is truncated (3 bytes not processed)"), "is cut off"),
        (OSError("broken data stream"), "is damaged: its pixels cannot be decoded"),
        (SyntaxError("what?"), "is damaged: its pixels cannot be decoded"),
    ],
)
def test_whatever_pillow_says_becomes_a_sentence(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(Image, "open", fail)
    assert words in refusal(PNG)


def test_files_with_random_faults_are_read_or_refused_and_nothing_else() -> None:
    generator = np.random.default_rng(3)
    for file in (NOISY_PNG, NOISY_JPEG, NOISY_PROGRESSIVE, PNG, JPEG, PROGRESSIVE):
        for _ in range(150):
            broken = bytearray(file)
            for place in generator.integers(0, len(file), generator.integers(1, 6)):
                broken[place] = generator.integers(0, 256)
            try:
                assert load_picture(bytes(broken), "a").pixels.shape[2] in (1, 3)
            except DataError as error:
                assert str(error).startswith("“a” ")  # noqa: PT017 - either way is right


def test_what_is_taken_away_comes_back() -> None:
    picture = load_picture(PNG, "cat.png")
    np.testing.assert_array_equal(load_picture(to_png(picture.pixels), "b").pixels, picture.pixels)
    np.testing.assert_array_equal(
        load_picture(to_png(grey(picture.pixels)), "b").pixels[..., 0], np.asarray(PHOTO.convert("L"))
    )
