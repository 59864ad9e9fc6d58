"""A batch's events as they come (server-sent events): what was missed while nobody listened is told first."""

import json
import time
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from gallery import rooms, staff
from gallery.models import Status
from gallery.waiting import Places
from generation import events
from generation.api import answers
from generation.described import batches as described
from generation.events import Place, Step
from generation.models import GenerationBatch
from generation.serializers.batches import SlotTold

HEADER: Final = "Last-Event-ID"
MEDIA_TYPE: Final = "text/event-stream"
# Seconds between two looks; between two signs of life, since only by writing it is found that nobody listens any more;
# and until a client should come again: usually, and where all streams of this process are taken.
PAUSE: Final = 1.0
HEARTBEAT: Final = 2.0
AGAIN: Final = (1, 5)

# Streams take threads from visitors: those that find no place end after what is new.
_streams = Places()


class EventStream(JSONRenderer):
    """Lets a client accept events; problems are JSON here, too."""

    media_type = MEDIA_TYPE
    format = "events"


class EventsView(APIView):
    """`GET /api/v1/batches/<code>/events/`, to be asked again with Last-Event-ID until it answers 204."""

    renderer_classes = (EventStream,)

    @described.events
    def get(self, request: Request, batch: UUID) -> HttpResponseBase:
        by = staff.require(request, answers.VIEW)
        found: GenerationBatch = answers.found(batch)
        said = request.headers.get(HEADER) or request.query_params.get("after", "")
        place = Place.read(said, batch=found) if said else Place.start(found)
        if place.is_over and next(events.steps(found, place), None) is None:
            # What ends an EventSource; it would ask again after any other end.
            return HttpResponse(status=204, headers=answers.ONCE)
        told = _told(found, place, open_rooms=rooms.open_to(by))
        # Proxies that collect answers before they pass them on would hold the events back.
        headers = {**answers.ONCE, "X-Accel-Buffering": "no"}
        return StreamingHttpResponse(told, content_type=MEDIA_TYPE, headers=headers)


def _told(batch: GenerationBatch, place: Place, *, open_rooms: frozenset[Status]) -> Iterator[str]:
    """All that is new, then what comes, for as long as one answer may take a thread."""
    with _streams.one(of=settings.GENERATION_EVENTS_STREAMS) as may_wait:
        ends = time.monotonic() + (settings.GENERATION_EVENTS_SECONDS if may_wait else 0)
        yield f"retry: {1000 * AGAIN[not may_wait]}\n\n"
        spoke = time.monotonic()
        while True:
            for new in events.steps(batch, place):
                place, spoke = new.place, time.monotonic()
                yield _event(batch, new, open_rooms=open_rooms)
            if place.is_over or (now := time.monotonic()) >= ends:
                return
            if now >= spoke + HEARTBEAT:
                spoke = now
                yield ":\n\n"
            time.sleep(min(PAUSE, ends - now))


def _event(batch: GenerationBatch, new: Step, *, open_rooms: frozenset[Status]) -> str:
    changed = [SlotTold(slot, context={"rooms": open_rooms}).data for slot in new.changed]
    data = json.dumps({**new.place.told(), "changed": changed}, ensure_ascii=False)
    return f"id: {new.place.written(batch=batch)}\nevent: progress\ndata: {data}\n\n"
