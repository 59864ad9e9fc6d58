"""Every address of the garden; each app lists its own, `pages` and `api`."""

from django.contrib import admin
from django.urls import include, path

import emotions.urls
import gallery.urls
import generation.urls
import recommendations.urls
from emotion_garden import addresses, health
from emotion_garden.openapi import serving
from emotion_garden.original_api import addresses as original

api = [*addresses.api, *gallery.urls.api, *generation.urls.api, *emotions.urls.api, *recommendations.urls.api]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include(api)),
    path("api/schema/", serving.schema, name="api-schema"),
    path("api/docs/", serving.docs, name="api-docs"),
    path("api/problems/", serving.problems, name="api-problems"),
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
    path("healthz/deep", health.deep, name="health-deep"),
    *gallery.urls.pages,
    *addresses.pages,
    *original.routes,
]

handler400 = "emotion_garden.problems.bad_request"
handler403 = "emotion_garden.problems.not_allowed"
handler404 = "emotion_garden.problems.not_found"
handler500 = "emotion_garden.problems.server_error"
