"""What any endpoint can answer: about the request itself, who sends it, and how often."""

from typing import Final

TABLE: Final[dict[str, tuple[int | tuple[int, ...], str, str]]] = {
    "bad_request": (400, "The request could not be understood.", "Compare it with the examples of the operation."),
    "invalid": (
        400,
        "A field of the body does not fit; `errors` lists each with a JSON pointer.",
        "Correct the fields that are named, and send it again.",
    ),
    "invalid_question": (400, "A parameter cannot be what it is.", "The sentence says what it may be."),
    "parse_error": (400, "The body is not what its Content-Type says.", "Send well-formed JSON (or a whole form)."),
    "key_in_address": (
        400,
        "A key stands in the address, where every log on the way has read it.",
        "Revoke the key, make another, and send it in the header Authorization.",
    ),
    "bad_idempotency_key": (
        400,
        "The Idempotency-Key cannot be one.",
        "Send 8 to 200 printable ASCII characters without blanks; as a newcomer a UUID.",
    ),
    "not_authenticated": (401, "Nobody is known by this request.", "Send a key, a visitor's token, or a session."),
    "authentication_failed": (401, "What was sent does not say who asks.", "Send a key of this garden."),
    "invalid_visitor": (
        401,
        "The X-Visitor token was not made by this garden.",
        "Make a visitor with POST /api/v1/visitors/ and send its token.",
    ),
    "invalid_key": (401, "The key is not one of this garden's.", "Copy it whole, egk_ included, or make another."),
    "expired_key": (401, "The key's time is over.", "Make a new one in the admin or with make_api_key."),
    "revoked_key": (401, "The key has been revoked.", "Make a new one if the program is still wanted."),
    "key_owner_gone": (401, "The account of the key is deactivated.", "Have the key made by somebody who is there."),
    "csrf_failed": (
        403,
        "A browser sent its cookies, but not the proof that our own page asked it to.",
        "Load the page again, or send the cookie csrftoken in the header X-CSRFToken; programs send a key or a token.",
    ),
    "not_allowed": (
        403,
        "Whoever asks is known, but may not do this.",
        "Use an account with the permission, or a key with the scope, that the operation names.",
    ),
    "not_found": (404, "It is not here, or not for you: one answer for both.", "Look it up again; it may have gone."),
    "expired_token": (404, "The token was ours, but is older than a day.", "Ask for a new slate."),
    "method_not_allowed": (
        405,
        "This address does not understand the method.",
        "The header Allow lists its methods.",
    ),
    "not_acceptable": (406, "No form of the answer is among those in Accept.", "Accept application/json."),
    "idempotency_in_flight": (
        409,
        "A request with this Idempotency-Key is being answered just now, or was cut off a moment ago.",
        "Wait for Retry-After, then send the same request again.",
    ),
    "length_required": (411, "The body does not say how long it is.", "Send a Content-Length."),
    "changed_meanwhile": (
        412,
        "It has changed since you read it, and If-Match says that you do not want to write over that.",
        "Read it again, then decide again.",
    ),
    "too_large": (
        413,
        "The body is larger than this garden takes.",
        "Send a smaller one; the sentence says more.",
    ),
    "unsupported_media_type": (415, "The body's Content-Type is not taken here.", "Send application/json."),
    "idempotency_mismatch": (
        422,
        "This Idempotency-Key was used for another request.",
        "Take a new key for each new request, and the same one only to repeat it.",
    ),
    "bad_cursor": (
        422,
        "`after` is no place where this garden left off.",
        "Follow `next` as it was, or begin anew.",
    ),
    "throttled": (
        429,
        "The caller has asked as often as one may for now.",
        "Wait for Retry-After; the headers RateLimit and RateLimit-Policy say how you stand.",
    ),
    "server_error": (
        500,
        "Something broke in the garden, and was written down.",
        "Try again later; tell the operator the trace_id.",
    ),
}
