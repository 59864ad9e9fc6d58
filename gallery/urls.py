"""The app's addresses: `pages` at the root, `api` under /api/v1/."""

from django.urls import URLPattern, URLResolver, path, re_path

from gallery import api as endpoints
from gallery import views

api: list[URLPattern | URLResolver] = [
    path("pictures/", endpoints.PicturesView.as_view(), name="api-pictures"),
    path("visitors/", endpoints.VisitorsView.as_view(), name="api-visitors"),
]
pages: list[URLPattern | URLResolver] = [
    re_path(
        r"^pictures/(?P<code>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<width>[0-9]{1,5})\.(?P<ext>webp|jpeg)$",
        views.picture_file,
        name="picture-file",
    ),
]
