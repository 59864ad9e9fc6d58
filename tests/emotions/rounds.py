"""Posts the whole corpus again and again in a process of its own, and prints how many bytes it holds after each."""

import gc
import logging
import resource
import sys
import warnings
from pathlib import Path

import django


def main(times: int) -> None:
    from django.core.management import call_command
    from django.test import Client

    from tests.emotions import corpus

    call_command("migrate", verbosity=0)
    client = Client(headers={"Host": "localhost"})
    for _ in range(times):
        for photo in corpus.files().values():
            status = client.post("/api/v1/readings/", photo, content_type="image/jpeg").status_code
            assert status < 500
        gc.collect()
        held = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
        sys.stdout.write(f"{held}\n")


if __name__ == "__main__":
    import tests.environment  # noqa: F401 - a data folder of its own, before the settings

    warnings.simplefilter("ignore")
    django.setup()
    logging.disable(logging.CRITICAL)
    main(int(sys.argv[1]))
