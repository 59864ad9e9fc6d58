"""The app's addresses: `pages` at the root, `api` under /api/v1/."""

from django.urls import URLPattern, URLResolver

api: list[URLPattern | URLResolver] = []
pages: list[URLPattern | URLResolver] = []
