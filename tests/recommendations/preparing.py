"""A garden with two taste models: `python -m tests.recommendations.preparing` prints their codes."""

import django


def main() -> None:
    django.setup()
    from tests.gallery import factories
    from tests.recommendations import shelf

    images = factories.make_rows(6, status="serving")
    one = shelf.live("one", favoring=images[1])
    two = shelf.model("two", favoring=images[3])
    print(one.code, two.code)  # noqa: T201


if __name__ == "__main__":
    main()
