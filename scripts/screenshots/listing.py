"""Writes docs/screenshots/README.md: every sheet, with what it shows."""

from scripts.screenshots import places, sheets

HEAD = """# How every page looks

Four widths (390, 820, 1440 and 1920 px), in daylight and at night, in English and Korean: sixteen pictures of each
page on one sheet. Made from the demo garden by

    python -m scripts.screenshots http://127.0.0.1:8000 --password "$GARDEN_CURATOR_PASSWORD"

which also makes the single pictures that the other documents show, and this list. The face in the mirror is an
astronaut's, on a photo of NASA's in the public domain.
"""


def write() -> None:
    parts = [HEAD]
    for chapter, found in places.CHAPTERS.items():
        there = [place for place in found if (sheets.FOLDER / f"{place.name}.webp").exists()]
        lines = [f"| [{place.name}](sheets/{place.name}.webp) | {place.says} |" for place in there]
        parts.append("\n".join([f"## {chapter}", "", "| sheet | what it shows |", "|---|---|", *lines, ""]))
    (sheets.FOLDER.parent / "README.md").write_text("\n".join(parts), encoding="utf-8")
