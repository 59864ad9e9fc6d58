"""Korean is complete: every sentence of the sources, none in doubt, and the compiled file is not stale."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import Context, loader
from django.template.base import Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

PO = settings.BASE_DIR / "locale" / "ko" / "LC_MESSAGES" / "django.po"
REMEDY = (
    "Run `manage.py makemessages -l ko --no-location --no-obsolete --no-wrap`, translate, then "
    "`manage.py compilemessages` (both need gettext; the project itself does not)."
)
APPS = ("emotion_garden", "gallery", "generation", "emotions", "recommendations")
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}

Message = tuple[str | None, str]


@cache
def korean() -> polib.POFile:
    return polib.pofile(str(PO))


def test_every_sentence_is_translated() -> None:
    assert [entry.msgid for entry in korean().untranslated_entries()] == [], REMEDY


def test_none_is_in_doubt_or_left_over() -> None:
    assert [entry.msgid for entry in korean() if entry.fuzzy] == [], REMEDY
    assert [entry.msgid for entry in korean().obsolete_entries()] == [], REMEDY


def test_the_compiled_file_says_the_same() -> None:
    compiled = polib.mofile(str(PO.with_suffix(".mo")))
    assert told(compiled) == told(korean()), REMEDY


def told(catalogue: polib.POFile | polib.MOFile) -> dict[Message, list[str]]:
    return {
        (entry.msgctxt, entry.msgid): [entry.msgstr, *(text for _number, text in sorted(entry.msgstr_plural.items()))]
        for entry in catalogue
        if entry.msgid
    }


def test_what_is_filled_in_later_has_its_place_in_korean_too() -> None:
    wrong = []
    for entry in korean():
        wanted = set(re.findall(r"%\(\w+\)", entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            # A plural form may spell its number out; it must not ask for what nobody gives.
            found = set(re.findall(r"%\(\w+\)", text))
            if text and (not found <= wanted or (not entry.msgid_plural and found != wanted)):
                wrong.append(entry.msgid)
    assert wrong == []


def test_every_sentence_of_the_sources_is_in_the_catalogue() -> None:
    known = {(entry.msgctxt or None, entry.msgid) for entry in korean()}
    missing = sorted({message for message in [*of_python(), *of_templates()] if message not in known}, key=str)
    assert missing == [], REMEDY


def of_python() -> Iterator[Message]:
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Call):
                        yield from of_call(node)


def of_call(call: ast.Call) -> Iterator[Message]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    texts = [word for word in words if isinstance(word, str)]
    if name in PLAIN | PLURAL and texts:
        yield None, texts[0]
    if name in WITH_CONTEXT and len(texts) > 1:
        yield texts[0], texts[1]


def of_templates() -> Iterator[Message]:
    folders = [settings.BASE_DIR / "templates", *(settings.BASE_DIR / app / "templates" for app in APPS)]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            backend = loader.get_template(str(path.relative_to(folder)))
            yield from of_template(backend.template)  # type: ignore[attr-defined]


def of_template(template: Template) -> Iterator[Message]:
    for plain in template.nodelist.get_nodes_by_type(TranslateNode):
        assert isinstance(plain, TranslateNode)
        text = plain.filter_expression.var
        # `{% translate variable %}` says something that some other place has marked.
        literal = getattr(text, "literal", text)
        if isinstance(literal, str) and not getattr(text, "lookups", None):
            context = plain.message_context.resolve(Context()) if plain.message_context else None
            yield context, literal.replace("%", "%%")
    for block in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        assert isinstance(block, BlockTranslateNode)
        yield None, block.render_token_list(block.singular)[0]


def test_the_extraction_finds_both_kinds() -> None:
    """Guards the guard: a walk that finds nothing would pass for ever."""
    python, templates = set(of_python()), set(of_templates())
    assert (None, "happy") in python
    assert ("favorite", "Season") in python
    assert (None, "Next three") in templates
    assert ("favorite", "any") in templates
    assert (None, "I like this: %(about)s") in templates


@pytest.mark.parametrize(
    ("english", "word"),
    [("happy", "행복"), ("surprised", "놀람"), ("calm", "평온"), ("angry", "화남"), ("fear", "공포"),
     ("confused", "혼란스러움"), ("disgusted", "역겨움"), ("sad", "슬픔")],
)  # fmt: skip
def test_the_eight_are_named_as_the_original_names_them(english: str, word: str) -> None:
    (entry,) = [entry for entry in korean() if entry.msgid == english and not entry.msgctxt]
    assert entry.msgstr == word


@pytest.mark.parametrize("literal", ["풀(?![어이])", "조리법", "차로", "울타리"])
def test_no_word_is_translated_by_its_sound_or_by_the_dictionary(literal: str) -> None:
    """풀 is grass; and nobody says recipe, lane or fence of pictures and queues."""
    texts = [text for entry in korean() for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(literal, text)] == []


@pytest.mark.parametrize("words", [("favorite", "taste model"), ("batch", "group"), ("Pool", "Serving set")])
def test_different_things_have_different_words(words: tuple[str, str]) -> None:
    said = {entry.msgid: entry.msgstr for entry in korean() if entry.msgid in words and not entry.msgctxt}
    first, second = (said[word] for word in words)
    assert first not in second
    assert second not in first


def test_no_catalogue_lies_elsewhere() -> None:
    """One catalogue for the project: an app's own would silently win over it."""
    found = [path for app in APPS for path in Path(settings.BASE_DIR / app).rglob("*.po")]
    assert found == []
