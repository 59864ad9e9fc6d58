"""The app's addresses: `pages` at the root, `api` under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from emotions import api as endpoints

api: list[URLPattern | URLResolver] = [
    path("readings/", endpoints.ReadingsView.as_view(), name="api-readings"),
    path("readings/<uuid:code>/", endpoints.ReadingView.as_view(), name="api-reading"),
]
pages: list[URLPattern | URLResolver] = []
