"""The app's addresses: `pages` at the root, `api` under /api/v1/."""

from django.urls import URLPattern, URLResolver, path, re_path

from gallery import views
from gallery.api import decisions, displays, images, likeness, pictures, pool, searches, triage

api: list[URLPattern | URLResolver] = [
    path("pictures/", pictures.PicturesView.as_view(), name="api-pictures"),
    path("visitors/", pictures.VisitorsView.as_view(), name="api-visitors"),
    path("pool/", pool.PoolView.as_view(), name="api-pool"),
    path("pool/<uuid:code>/", pool.PoolPictureView.as_view(), name="api-pool-picture"),
    path("pool/<uuid:code>/cover/", pool.CoverView.as_view(), name="api-cover"),
    path("decisions/", decisions.DecisionsView.as_view(), name="api-decisions"),
    path("decisions/<uuid:group>/undo/", decisions.UndoView.as_view(), name="api-decisions-undo"),
    path("corrections/", decisions.CorrectionsView.as_view(), name="api-corrections"),
    path("images/", images.ImagesView.as_view(), name="api-images"),
    path("look-alikes/", likeness.LookAlikesView.as_view(), name="api-look-alikes"),
    path("look-alikes/judged/", likeness.JudgedView.as_view(), name="api-look-alikes-judged"),
    path("look-alikes/keep/", likeness.KeepView.as_view(), name="api-look-alikes-keep"),
    path("look-alikes/part/", likeness.PartView.as_view(), name="api-look-alikes-part"),
    path("look-alikes/forget/", likeness.ForgetView.as_view(), name="api-look-alikes-forget"),
    path("searches/", searches.SearchesView.as_view(), name="api-searches"),
    path("searches/<int:search>/", searches.SearchView.as_view(), name="api-search"),
    path("triage/", triage.TriageView.as_view(), name="api-triage"),
    path("triage/skip/", triage.SkipView.as_view(), name="api-triage-skip"),
    path("triage/leave/", triage.LeaveView.as_view(), name="api-triage-leave"),
    path("displays/", displays.DisplaysView.as_view(), name="api-displays"),
    path("displays/<slug:zone>/", displays.DisplayView.as_view(), name="api-display"),
    path("displays/<slug:zone>/undo/", displays.DisplayUndoView.as_view(), name="api-display-undo"),
]
pages: list[URLPattern | URLResolver] = [
    re_path(
        r"^pictures/(?P<code>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<width>[0-9]{1,5})\.(?P<ext>webp|jpeg)$",
        views.picture_file,
        name="picture-file",
    ),
]
