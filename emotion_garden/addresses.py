"""The root's own addresses: the pages and endpoints where petals meet."""

from django.urls import URLPattern, URLResolver

api: list[URLPattern | URLResolver] = []
pages: list[URLPattern | URLResolver] = []
