"""A web process that asks for pictures again and again: `python -m tests.recommendations.asking`.

Prints a line with the model that ranked whenever it is another one than before.
"""

import time

import django


def main() -> None:
    django.setup()
    from gallery.models import Visitor
    from recommendations import rankings
    from recommendations.models import Slate

    before, until = "nobody", time.monotonic() + 600
    visitor, after = Visitor.objects.create(), ""
    while time.monotonic() < until:
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", after=after)
        after = str(offer.slate)
        slate = Slate.objects.select_related("taste_model").get(code=offer.slate)
        now = slate.taste_model.folder if slate.taste_model else "popularity"
        if now != before:
            print(now, flush=True)  # noqa: T201
            before = now
        time.sleep(0.1)


if __name__ == "__main__":
    main()
