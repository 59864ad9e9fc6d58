"""Takes pictures of every page of a running garden: four widths, both lights, both languages, a sheet for each page.

    python -m scripts.screenshots http://127.0.0.1:8000 --password "$GARDEN_CURATOR_PASSWORD"

Needs the test requirements and Chromium. Leaves in the garden what a visitor and a curator would leave: likes, a
few orders, two walls. So let it walk through a throw-away one (GARDEN_DATA=/tmp/garden make run).
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.screenshots import listing, places, sheets, showpieces, walk
from scripts.screenshots.walk import Asked

# A browser for each walk.
PROCESSES = 4


def main() -> None:
    asked = _asked()
    started = time.monotonic()
    chosen = [place for place in places.PLACES if not asked.only or place.name in asked.only]
    if missing := set(asked.only) - {place.name for place in places.PLACES}:
        sys.exit(
            f"There is no page {', '.join(sorted(missing))}. There are: {', '.join(p.name for p in places.PLACES)}."
        )
    walk.furnish(asked)
    with TemporaryDirectory() as scratch, ProcessPoolExecutor(PROCESSES) as pool:
        folder = asked.each or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        odd = sorted({sentence for found in pool.map(walk.take, walk.walks(asked, folder)) for sentence in found})
        composed = pool.map(sheets.compose, [place.name for place in chosen], [folder] * len(chosen))
        files = [file for file in composed if file]
    if not asked.only:
        files += showpieces.take(asked)
        listing.write()
    for file in files:
        print(f"{file.name}: {file.stat().st_size // 1000} kB")
    whole = sum(file.stat().st_size for file in files)
    print("\n".join(odd))
    print(f"{len(files)} files, {whole / 1e6:.1f} MB, in {time.monotonic() - started:.0f} s")


def _asked() -> Asked:
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    parser = argparse.ArgumentParser(description="Takes pictures of every page of a running garden.")
    parser.add_argument("url")
    parser.add_argument("--user", default="curator")
    parser.add_argument("--password", required=True)
    parser.add_argument("--only", nargs="*", default=[], metavar="PAGE", help="these pages, by their names")
    parser.add_argument("--each", type=Path, metavar="FOLDER", help="keep every picture in full size there")
    found = parser.parse_args()
    return Asked(found.url.rstrip("/"), found.user, found.password, tuple(found.only), found.each)


if __name__ == "__main__":
    main()
