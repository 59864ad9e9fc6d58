"""Small data sets in the original's CSV form, and the command on them."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management import call_command

INTERACTIONS = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION"


def write(folder: Path, **files: str) -> Path:
    """`users="…"` becomes users.csv; without interactions a few are made up."""
    folder.mkdir(exist_ok=True)
    for name, text in ({"interactions": likes()} | files).items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    return folder


def likes(people: int = 40, pictures: int = 30, each: int = 12, seed: int = 1) -> str:
    """Two groups of people; each likes its own half of the pictures."""
    chance = np.random.default_rng(seed)
    rows = [INTERACTIONS]
    for person in range(people):
        half = np.arange(person % 2, pictures, 2)
        for moment, picture in enumerate(chance.permutation(half)[:each].tolist()):
            rows.append(f"u{person},i{picture},{1_700_000_000 + moment},click,")
    return "\n".join(rows) + "\n"


def evaluate(*words: Any) -> tuple[int, Any]:
    """The exit status, and the JSON that was answered."""
    out, status = io.StringIO(), 0
    try:
        call_command("evaluate_tastes", *map(str, words), "--json", stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        status = int(str(end.code or 0))
    return status, json.loads(out.getvalue())


def told(*words: Any) -> str:
    out = io.StringIO()
    call_command("evaluate_tastes", *map(str, words), stdout=out, stderr=io.StringIO())
    return out.getvalue()
