"""The server's own pages, in the language of whoever asks."""

from __future__ import annotations

from contextvars import copy_context
from gettext import NullTranslations

import pytest

from mlwidgets import language
from mlwidgets.server import sorry, texts
from mlwidgets.server.own_pages import own_page
from mlwidgets.server.waiting import news


class Told(NullTranslations):
    """A language in which it can be told of each text that it has been translated."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


@pytest.fixture
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"de": Told(), "en": NullTranslations()}
    monkeypatch.setattr(language, "catalogue", known.__getitem__)


def asked(query: str, name: str) -> str:
    """Return a page as it is sent to whoever asks with this query."""

    def answer() -> str:
        language.serve(query, "")
        if name == "sorry":
            return sorry.page(texts.DISK_FULL).decode()
        room = texts.ROOM.format(3)
        return own_page(name, title=news(1), news=news(2), room=room, socket="/</script>").decode()

    return copy_context().run(answer)


@pytest.mark.usefixtures("_told")
def test_a_page_is_in_the_language_that_its_address_asks_for() -> None:
    german, english = asked("lang=de", "waiting"), asked("", "waiting")
    assert '<html lang="de">' in german
    assert '<html lang="en">' in english
    assert "«" not in english
    for text in (news(1), news(2), texts.ROOM.format(3), texts.ALL_TAKEN, texts.KEEP_OPEN):
        assert text in english
        assert f"«{text}»" in german
    assert f'say("«{texts.CONNECTION_LOST}»")' in german, "in its script, too"


@pytest.mark.usefixtures("_told")
def test_a_sentence_in_place_of_a_page_is_in_that_language() -> None:
    german = asked("lang=de", "sorry")
    assert f"<h1>«{texts.SORRY}»</h1>" in german
    assert f">«{texts.RELOAD}»</button>" in german
    assert "«The server" in german


def test_nothing_ends_the_script_early() -> None:
    assert r'new URL("/<\/script>", location.href)' in asked("", "waiting")
