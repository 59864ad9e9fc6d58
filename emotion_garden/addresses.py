"""The root's own addresses: the pages and endpoints where petals meet."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from emotion_garden import kiosk, looks, privacy, views, walls
from emotion_garden.api import GardenView, OwnDataView

api: list[URLPattern | URLResolver] = [
    path("garden/", GardenView.as_view(), name="api-garden"),
    path("visitors/me/", OwnDataView.as_view(), name="api-own-data"),
]
pages: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("reading/", looks.read, name="reading"),
    path("readings/<uuid:code>/", looks.look, name="look"),
    path("garden/<str:emotion>/", views.show, name="garden"),
    path("pictures/<uuid:code>/", views.picture, name="picture"),
    path("pictures/<uuid:code>/like/", views.like, name="like"),
    path("privacy/", privacy.page, name="privacy"),
    path("privacy/my-garden.json", privacy.data, name="own-data"),
    path("privacy/about-me/", privacy.about_me, name="about-me"),
    path("privacy/erase/", privacy.erase, name="erase"),
    path("language/", set_language, name="set_language"),
    *walls.pages,
    *kiosk.pages,
]
