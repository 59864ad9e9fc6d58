"""The app's addresses: `pages` at the root, `api` under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from recommendations import api as endpoints
from recommendations import api_tastes as tastes

api: list[URLPattern | URLResolver] = [
    path("images/<uuid:code>/like/", endpoints.LikeView.as_view(), name="api-like"),
    path("images/<uuid:code>/not-now/", endpoints.NotNowView.as_view(), name="api-not-now"),
    path("images/<uuid:code>/dislike/", endpoints.DislikeView.as_view(), name="api-dislike"),
    path("images/<uuid:code>/share/", endpoints.ShareView.as_view(), name="api-share"),
    path("images/<uuid:code>/download/", endpoints.DownloadView.as_view(), name="api-download"),
    path("slates/<uuid:code>/seen/", endpoints.SeenView.as_view(), name="api-seen"),
    path("tastes/", tastes.TastesView.as_view(), name="api-tastes"),
    path("tastes/learn/", tastes.LearnView.as_view(), name="api-tastes-learn"),
    path("tastes/hold/", tastes.HoldView.as_view(), name="api-tastes-hold"),
    path("tastes/popularity/activate/", tastes.PopularityView.as_view(), name="api-tastes-popularity"),
    path("tastes/versions/", tastes.VersionsView.as_view(), name="api-taste-versions"),
    path("tastes/versions/<uuid:version>/", tastes.VersionView.as_view(), name="api-taste-version"),
    path("tastes/versions/<uuid:version>/activate/", tastes.ActivateView.as_view(), name="api-taste-activate"),
]
pages: list[URLPattern | URLResolver] = []
