"""Who may send what, as the description says it."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A key in the header Authorization."""

    target_class = "emotion_garden.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "egk_…",
            "description": "A key for programs: acts as its owner, limited to its scopes.",
        }


class VisitorScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A visitor's token, or a browser's session."""

    target_class = "emotion_garden.authentication.GardenAuthentication"
    name = ["visitor", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        token = "A visitor's token, made by POST /api/v1/visitors/."  # noqa: S105 - a sentence
        session = "Staff in a browser; unsafe methods need the header X-CSRFToken, too."
        return [
            {"type": "apiKey", "in": "header", "name": "X-Visitor", "description": token},
            {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": session},
        ]
