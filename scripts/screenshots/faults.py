"""What leads to the pages that say what went wrong; two that nothing leads to are rendered as Django would."""

import os
from collections.abc import Callable
from typing import Final

import django
from playwright.sync_api import Page, Route

MANY: Final = 1_100
# More than the garden takes at once (GARDEN_BODY_LIMIT's default).
TOO_MUCH: Final = 13_000_000
SEND_MANY: Final = """(many) => {
  const form = document.querySelector("form[action$='/language/']");
  for (let number = 0; number < many; number += 1) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = `field${number}`;
    form.append(field);
  }
  form.querySelector("button").click();
}"""


def send_too_many_fields(page: Page) -> None:
    page.evaluate(SEND_MANY, MANY)
    page.wait_for_url("**/language/")


def send_an_old_page(page: Page) -> None:
    page.context.clear_cookies()
    page.locator(".tongues button").first.click()
    page.wait_for_url("**/language/")


def send_too_much(page: Page) -> None:
    photo = {"name": "photo.jpeg", "mimeType": "image/jpeg", "buffer": bytes(TOO_MUCH)}
    page.locator("#upload input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    page.locator("#upload button[type=submit]").click()
    page.wait_for_url("**/reading/*")


def rendered(template: str) -> Callable[[Page], str]:
    """The template as handler403 and handler500 render it, without a request; all it links comes from the garden."""

    def path(page: Page) -> str:
        language = page.evaluate("navigator.language").partition("-")[0]
        body = _render(template, language)
        address = f"/{template}"

        def answer(route: Route) -> None:
            route.fulfill(status=500, content_type="text/html; charset=utf-8", body=body)

        page.route(f"**{address}", answer)
        return address

    return path


def _render(template: str, language: str) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emotion_garden.settings")
    # Playwright's loop runs in this thread; nothing here asks the database anything.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from django.conf import settings
    from django.template import loader
    from django.utils import translation

    # Plain names: which hashes the garden gave its files, only the garden knows.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with translation.override(language):
        return loader.render_to_string(template)
