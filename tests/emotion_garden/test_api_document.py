"""docs/api.md says what is: each of its examples is run, in its order, against a real garden, by a real curl."""

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from emotion_garden.openapi import serving
from tests.architecture import house as project
from tests.browser import house
from tests.browser.house import House
from tests.emotion_garden import api_document
from tests.emotion_garden.api_document import Example
from tests.emotions import photos

# What the document calls the garden; a real one has another port.
WRITTEN: Final = "http://127.0.0.1:8000"
# curl by itself is content with a refusal; ours is not. Whatever fails is remembered, in pipes, too.
SETUP: Final = """
set -o pipefail -o errtrace
curl() { command curl --fail-with-body --max-time 60 "$@"; }
trap 'FAILED+="$BASH_COMMAND; "' ERR
"""


class Shell:
    """One bash for all examples: what one of them sets, the next one has."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            ["bash"], cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._says(SETUP + "echo")

    def run(self, text: str) -> tuple[str, str]:
        """What it printed, and which of its commands failed, with what they said of it."""
        (self.folder / "example.sh").write_text(text)
        failed = self._says("FAILED=; . ./example.sh > printed 2> complaints; echo $FAILED")
        return (self.folder / "printed").read_text(), failed and failed + (self.folder / "complaints").read_text()

    def environment(self) -> dict[str, str]:
        self._says("env -0 > environment; echo")
        lines = (self.folder / "environment").read_text().split("\0")
        return dict(line.split("=", 1) for line in lines if line)

    def _says(self, text: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house.opened(tmp_path_factory.mktemp("garden")) as opened:
        painter = subprocess.Popen([sys.executable, "-m", "tests.emotion_garden.painting"], env=opened.environment)
        try:
            yield opened
        finally:
            painter.terminate()
            painter.wait()


@pytest.fixture
def shell(garden: House, tmp_path: Path) -> Iterator[Shell]:
    """Where the document is read: in the project's folder, with a photo beside it."""
    (tmp_path / "manage.py").symlink_to(project.ROOT / "manage.py")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    shutil.copy(project.ROOT / "clients/python/emotion_garden_client.py", tmp_path)
    (tmp_path / "face.jpg").write_bytes(photos.happy_photo())
    found = Shell(tmp_path, {**garden.environment, "no_proxy": "127.0.0.1"})
    yield found
    found.process.kill()
    found.process.wait()


def test_every_example_does_what_the_document_says(
    shell: Shell, garden: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: dict[str, Any] = {}
    wrong: list[str] = []
    monkeypatch.chdir(shell.folder)
    for example in api_document.examples():
        text = example.text.replace(WRITTEN, garden.url)
        if example.kind == "bash":
            printed, failed = shell.run(text)
        else:
            for name, value in shell.environment().items():
                monkeypatch.setenv(name, value)
            printed, failed = _python(text, names)
        found = [failed or "no refusal"] if bool(failed) != example.is_refused else list(_differences(example, printed))
        if found:
            wrong.append(f"Line {example.line}: {'; '.join(found)}\n{printed}")
    assert not wrong, "\n".join(wrong)


def _python(text: str, names: dict[str, Any]) -> tuple[str, str]:
    printed, failed = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(text, names)  # noqa: S102 - our own document
        except Exception:  # noqa: BLE001 - whatever it is, a stranger would meet it
            failed = traceback.format_exc(limit=-2)
    return printed.getvalue(), failed


def _differences(example: Example, printed: str) -> Iterator[str]:
    if not example.answers:
        return
    try:
        # How many events there are is up to the workers; all have one shape.
        streamed = api_document.steps(printed)[: len(example.answers)]
        got = streamed or api_document.told(printed)
    except ValueError:
        got = []
    if len(got) != len(example.answers):
        yield f"it answers {len(got)} times, not {len(example.answers)}"
    for said, one in zip(example.answers, got, strict=False):
        yield from api_document.differences(said, one)


def test_every_block_is_run_or_is_shown_on_purpose() -> None:
    known = {*api_document.RUN, *api_document.ANSWERS, *api_document.SHOWN}
    unknown = [(line, kind) for line, kind, _text in api_document.fences() if kind not in known]
    assert not unknown, f"Say what these blocks are, one of {sorted(known)}: {unknown}"
    kinds = [example.kind for example in api_document.examples()]
    assert kinds.count("bash") > 20
    assert kinds.count("python") > 4


def test_every_endpoint_has_its_place_in_the_document() -> None:
    text = api_document.DOCUMENT.read_text()
    paths = json.loads(serving.written("json"))["paths"]
    names = {path: re.findall(r"/([a-z][\w.-]*)", path)[-1] for path in paths}
    missing = [path for path, name in names.items() if not re.search(rf"[/` ]{re.escape(name)}[/`]", text)]
    assert not missing, f"Tell strangers of them in {api_document.DOCUMENT.name}: {missing}"


@pytest.mark.parametrize(
    ("said", "got", "wrong"),
    [
        ('{"a": 1}', {"a": 2.5}, 0),
        ('{"a": 1}', {"a": 1, "b": 1}, 1),
        ('{"a": 1, …}', {"a": 1, "b": 1}, 0),
        ('{"a": {…}, "b": "x…"}', {"a": {"c": 1}, "b": "xyz"}, 0),
        ('{"a": true}', {"a": 1}, 1),
        ('{"a": [{"b": 1}, …]}', {"a": [{"b": 1}, {"b": 2}]}, 0),
        ('{"a": [{"b": 1}, …]}', {"a": []}, 1),
        ('{"a": [{"b": 1}, …]}', {"a": [{"c": 1}]}, 2),
        ("204", 200, 1),
    ],
)
def test_another_shape_is_noticed(said: str, got: Any, wrong: int) -> None:
    (written,) = api_document.told(said)
    assert len(list(api_document.differences(written, got))) == wrong
