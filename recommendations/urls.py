"""The app's addresses: `pages` at the root, `api` under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from recommendations import api as endpoints

api: list[URLPattern | URLResolver] = [
    path("images/<uuid:code>/like/", endpoints.LikeView.as_view(), name="api-like"),
    path("images/<uuid:code>/not-now/", endpoints.NotNowView.as_view(), name="api-not-now"),
    path("images/<uuid:code>/dislike/", endpoints.DislikeView.as_view(), name="api-dislike"),
    path("images/<uuid:code>/share/", endpoints.ShareView.as_view(), name="api-share"),
    path("images/<uuid:code>/download/", endpoints.DownloadView.as_view(), name="api-download"),
    path("slates/<uuid:code>/seen/", endpoints.SeenView.as_view(), name="api-seen"),
]
pages: list[URLPattern | URLResolver] = []
