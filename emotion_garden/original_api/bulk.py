"""POST /bulk: one pair of pictures, under the name that the client chose for it."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from emotion_garden.original_api import door, keyed
from gallery import eight, keys
from gallery.errors import InvalidQuestionError
from gallery.models import Image
from generation import batches
from generation.errors import OtherOrderError, UnusableOrderError
from generation.models import GenerationBatch

_NAME: Final = re.compile(rf"{keyed.POOL}/([a-z]+)(?:/([^/]+))?/(img_\d{{1,20}}-\d{{1,20}})", re.ASCII)
_INDEX: Final = re.compile(r"\d{1,6}", re.ASCII)
# In this order; whoever has no favorite and no features sends empty ones, or none.
_WORDS: Final = ("emotionText", "feature0", "feature1", "feature2", "favorite", "others")
OURS: Final = "original:"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the pair is to stand; the stem is empty where the client left the name to us."""

    emotion: str
    favorite: str
    stem: str


@door.opens(scope="orders", cost=2, permissions=(batches.ADD,))
def order(request: HttpRequest, by: Any) -> HttpResponse:
    """The same name and prompt again is the same order; nothing that has the name already is touched."""
    asked = door.sent(request)
    words = _words(asked.get("prompt"))
    slot = _slot(asked, words)
    key = f"{OURS}{slot.stem}" if slot.stem else None
    _check_free(slot, key)
    batches.request(
        emotion=slot.emotion,
        favorite=slot.favorite,
        count=1,
        texts=[_prompt(words)],
        by=by,
        idempotency_key=key,
        named=slot.stem,
    )
    return door.answer(asked)


def _words(said: Any) -> dict[str, str]:
    """The prompt, an object as JSON in a text. Raises InvalidQuestionError."""
    try:
        found = json.loads(said) if isinstance(said, str) else said
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("emotion"), str):
        raise InvalidQuestionError(_("“prompt” has to be a JSON object with an emotion and others, as a text."))
    return {name: word for name, word in found.items() if isinstance(word, str)}


def _prompt(words: dict[str, str]) -> str:
    said = {"emotionText": words["emotion"], **words}
    return ", ".join(said[name].strip() for name in _WORDS if said.get(name, "").strip())


def _slot(asked: dict[str, Any], words: dict[str, str]) -> Slot:
    """Raises InvalidQuestionError, UnknownEmotionError, UnusableFavoriteError."""
    if asked.get("fname") is None:
        return Slot(eight.one_of(words["emotion"]), keys.favorite(words.get("favorite", "")), "")
    name, index = _NAME.fullmatch(door.text(asked, "fname")), asked.get("index")
    if name is None or isinstance(index, bool) or not _INDEX.fullmatch(str(index)):
        sentence = _("“fname” has to be like imgPool/happy/img_20230324-214248, and “index” a number from 0 up.")
        raise InvalidQuestionError(sentence)
    emotion, favorite, stem = eight.one_of(name[1]), name[2] or "", name[3]
    # Browsers and proxies take dots for a way up.
    if keys.favorite(favorite) != favorite or favorite in {".", ".."}:
        raise InvalidQuestionError(_("The favorite in “fname” has to be in lower case, with single spaces."))
    folder = f"{emotion}/{favorite}" if favorite else emotion
    return Slot(emotion, favorite, f"{folder}/{stem}_{int(str(index))}")


def _check_free(slot: Slot, key: str | None) -> None:
    """Raises OtherOrderError for a name that a picture of other origin has, UnusableOrderError for a long one."""
    if key is None:
        return
    if len(slot.stem) > batches.LONGEST_NAME:
        raise UnusableOrderError(_("This name is too long."))
    taken = Image.objects.filter(key_tail__in=[f"{slot.stem}{side}.jpeg" for side in "hv"]).exists()
    # Only then the order: the same one may have come meanwhile, and have been painted.
    if taken and not GenerationBatch.objects.filter(idempotency_key=key).exists():
        raise OtherOrderError(_("Another picture has this name already; take a new one."))
