"""docs/api.md as a program reads it: its examples in their order, and the answers that it shows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.architecture import house

DOCUMENT: Final = house.ROOT / "docs/api.md"
RUN: Final = ("bash", "python")
ANSWERS: Final = ("json", "sse")
# To be looked at: headers as they are, and settings of proxies.
SHOWN: Final = ("http", "caddy", "nginx")
MORE: Final = "…"
_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(slots=True)
class Example:
    """What somebody would paste, and what the document says comes of it."""

    line: int
    kind: str
    text: str
    answers: list[Any] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(isinstance(answer, dict) and "trace_id" in answer for answer in self.answers)


def fences() -> Iterator[tuple[int, str, str]]:
    """Every fenced block: its line, its language and its text."""
    text = DOCUMENT.read_text()
    for found in _FENCE.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1], found[2]


def examples() -> list[Example]:
    """Those to be run, in their order, each with the answers that are shown right after it."""
    found: list[Example] = []
    before = ""
    for line, kind, text in fences():
        if kind in RUN:
            found.append(Example(line, kind, text))
        elif kind in ANSWERS:
            assert before in RUN, f"Line {line}: an answer to what?"
            found[-1].answers += told(text) if kind == "json" else steps(text)
        before = kind
    return found


def told(text: str) -> list[Any]:
    """The JSON values of a text, one after the other; `…` stands for more of the same kind."""
    written, decoder, found = _spelled(text).strip(), json.JSONDecoder(), []
    while written:
        value, end = decoder.raw_decode(written)
        found.append(value)
        written = written[end:].lstrip()
    return found


def steps(text: str) -> list[Any]:
    """The data of server-sent events, as written in a document or as sent."""
    return [told(line.removeprefix("data: "))[0] for line in text.splitlines() if line.startswith("data: ")]


def differences(said: Any, got: Any, where: str = "") -> Iterator[str]:
    """Where an answer has not the shape that the document shows. Null may stand for anything."""
    if said is None or got is None:
        return
    if isinstance(said, dict) and isinstance(got, dict):
        missing, new = set(said) - {MORE} - set(got), set() if MORE in said else set(got) - set(said)
        yield from (f"{where}/{name} is not there" for name in sorted(missing))
        yield from (f"{where}/{name} is not in the document" for name in sorted(new))
        for name in sorted(set(said) & set(got)):
            yield from differences(said[name], got[name], f"{where}/{name}")
    elif isinstance(said, list) and isinstance(got, list):
        shown = [item for item in said if item != MORE]
        if len(got) < len(shown) or (len(got) > len(shown) and not shown and MORE not in said):
            yield f"{where} has {len(got)} items, not {len(shown)}"
        for number, (one, other) in enumerate(zip(shown, got, strict=False)):
            yield from differences(one, other, f"{where}/{number}")
    elif _kind(said) != _kind(got):
        yield f"{where} is {got!r}, not {said!r}"
    elif not where and said != got:
        yield f"It answers {got!r}, not {said!r}"


def _kind(value: Any) -> str:
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def _spelled(text: str) -> str:
    """`…` outside of texts becomes a member or an item of that name, so that the rest is JSON."""
    open_, written, is_text = [""], "", False
    for number, letter in enumerate(text):
        if letter == '"' and text[number - 1] != "\\":
            is_text = not is_text
        elif not is_text and letter in "{[":
            open_.append(letter)
        elif not is_text and letter in "}]":
            open_.pop()
        elif not is_text and letter == MORE:
            letter = f'"{MORE}": 0' if open_[-1] == "{" else f'"{MORE}"'
        written += letter
    return written
