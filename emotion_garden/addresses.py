"""The root's own addresses: the pages and endpoints where petals meet."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from emotion_garden import api_datasets as datasets
from emotion_garden import api_operating as operating
from emotion_garden import bouquet, kiosk, looks, offline, playground, privacy, sharing, views, walls
from emotion_garden.api import GardenView, OwnDataView

api: list[URLPattern | URLResolver] = [
    path("garden/", GardenView.as_view(), name="api-garden"),
    path("visitors/me/", OwnDataView.as_view(), name="api-own-data"),
    path("tastes/figures/", operating.FiguresView.as_view(), name="api-taste-figures"),
    path("status/", operating.StatusView.as_view(), name="api-status"),
    path("datasets/", datasets.DatasetsView.as_view(), name="api-datasets"),
    path("datasets/users.csv", datasets.UsersView.as_view(), name="api-dataset-users"),
    path("datasets/items.csv", datasets.ItemsView.as_view(), name="api-dataset-items"),
    path("datasets/interactions.csv", datasets.InteractionsView.as_view(), name="api-dataset-interactions"),
]
pages: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("reading/", looks.read, name="reading"),
    path("readings/<uuid:code>/", looks.look, name="look"),
    path("garden/liked/", bouquet.page, name="liked"),
    path("garden/<str:emotion>/", views.show, name="garden"),
    path("pictures/<uuid:code>/", sharing.picture, name="picture"),
    path("pictures/<uuid:code>/postcard/", sharing.postcard, name="postcard"),
    path("pictures/<uuid:code>/like/", views.like, name="like"),
    path("pictures/<uuid:code>/not-now/", views.not_now, name="not-now"),
    path("offline/", offline.page, name="offline"),
    path("sw.js", offline.worker, name="worker"),
    path("privacy/", privacy.page, name="privacy"),
    path("privacy/my-garden.json", privacy.data, name="own-data"),
    path("privacy/about-me/", privacy.about_me, name="about-me"),
    path("privacy/erase/", privacy.erase, name="erase"),
    path("language/", set_language, name="set_language"),
    *walls.pages,
    *kiosk.pages,
    *playground.pages,
]
