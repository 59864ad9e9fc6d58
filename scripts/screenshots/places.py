"""Every page of the garden: where it is, who looks at it, and what is done there first. A new page is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from playwright.sync_api import Page

from scripts.screenshots import acts, faults


@dataclass(frozen=True, slots=True)
class Place:
    """One page, or one state of a page. `turns`: it is asked for again at each width, since it fits the screen."""

    name: str
    says: str
    path: str | Callable[[Page], str]
    act: Callable[[Page], None] | None = None
    who: str = "visitor"
    turns: bool = False
    # Walked through even when only other pages are wanted: they show what was done here.
    always: bool = False


MOODS: Final = ("happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad")
ADMIN: Final = "/admin"
upright = partial(acts.first_picture, orientation="portrait")
lying = partial(acts.first_picture, orientation="landscape")


def _card(page: Page, *, orientation: str) -> str:
    return acts.first_picture(page, orientation=orientation) + "postcard/"


def _curator(name: str, says: str, path: str, act: Callable[[Page], None] | None = None) -> Place:
    return Place(name, says, path, act, who="curator")


def _linked(name: str, says: str, room: str, pattern: str) -> Place:
    return Place(name, says, partial(acts.first_link, room=room, pattern=pattern), who="curator")


VISITORS: Final = [
    Place("gate", "The gate: mirror, photo, mood", "/", who="newcomer"),
    Place("gate-camera", "The camera is open", "/", acts.open_the_camera, who="newcomer", turns=True),
    Place("gate-no-camera", "No camera over plain HTTP", "/", acts.without_a_camera, who="newcomer"),
    Place("gate-refused", "A photo without a face", "/", acts.bring_a_wall_for_a_face, who="newcomer", turns=True),
    Place("gate-wish", "A wish for season, weather, time", "/", acts.unfold_the_wish, who="newcomer", turns=True),
    Place("bouquet-empty", "My bouquet, nothing picked yet", "/garden/liked/", who="newcomer"),
    Place("reading", "What a photo was read as", "/", acts.bring_a_photo, turns=True),
    Place("reading-otherwise", "“That’s not how I feel”", "/", acts.say_otherwise, turns=True),
    Place("reading-doubtful", "A reading that is not sure asks", "/", acts.bring_a_doubtful_photo, who="newcomer"),
    *(Place(f"garden-{mood}", f"The garden of {mood}", f"/garden/{mood}/", turns=True) for mood in MOODS),
    Place("garden-next", "After Next", "/garden/calm/", acts.go_on, turns=True),
    Place("garden-mood", "Change mood, or wish", "/garden/confused/", acts.change_the_mood, turns=True),
    Place("garden-wished", "A wish that only some fulfil", "/garden/calm/?season=winter&weather=snowy", turns=True),
    Place("garden-liked", "A like, and its undo", "/garden/surprised/", acts.like_one, who="newcomer", turns=True),
    Place("garden-not-now", "Not now, and its undo", "/garden/sad/", acts.put_off, who="newcomer", turns=True),
    Place("garden-unknown", "A garden that is none", "/garden/joy/"),
    Place("picture", "A picture and its label", upright),
    Place("picture-wide", "A wide one", lying),
    Place("postcard", "The postcard", partial(_card, orientation="portrait")),
    Place("postcard-wide", "The postcard of a wide one", partial(_card, orientation="landscape")),
    Place("bouquet", "My bouquet", "/garden/happy/", acts.like_all, always=True),
    Place("privacy", "Your photo, your data", "/privacy/"),
    Place("privacy-yours", "What the garden knows of you", "/privacy/#yours", turns=True),
    Place("privacy-cookies", "All cookies", "/privacy/#cookies", turns=True),
    Place("erase", "Shall the garden forget you?", "/privacy/erase/"),
    Place("walls", "The list of walls", "/walls/"),
    Place("wall", "A wall", "/walls/entrance/", turns=True),
    Place("wall-empty", "A wall on which nothing hangs", "/walls/library/"),
    Place("kiosk", "The kiosk walks through the moods", "/kiosk/"),
    Place("kiosk-zones", "The kiosk, two walls side by side", "/kiosk/?zones=entrance,library"),
]
FAULTS: Final = [
    Place("error-400", "400: not understood", "/", faults.send_too_many_fields),
    Place("error-403", "403: not allowed", faults.rendered("403.html")),
    Place("error-csrf", "403: a page too old", "/", faults.send_an_old_page, who="newcomer"),
    Place("error-404", "404: nothing grows here", "/nothing/"),
    Place("error-405", "405: reloaded what was sent", "/reading/"),
    Place("error-413", "413: too large", "/", faults.send_too_much),
    Place("error-500", "500: something broke", faults.rendered("500.html")),
    Place("offline", "No connection", "/offline/"),
]
PLAYGROUND: Final = [
    _curator("playground", "The playground", "/playground/"),
    _curator("playground-wrong", "A form that was not filled in", "/playground/", acts.fill_the_form_wrongly),
    _curator("playground-running", "Pictures on their way", "/playground/?example=5", acts.order_pictures),
    _curator("playground-done", "All are painted", "/playground/?example=1", acts.await_pictures),
]
ROOMS: Final = [
    Place("login", "Log in", f"{ADMIN}/login/", who="newcomer"),
    _curator("today", "Today: the curators’ first page", f"{ADMIN}/"),
    _curator("triage", "Triage: one picture at a time", f"{ADMIN}/gallery/poolimage/triage/", acts.await_triage),
    _curator("pool", "The pool", f"{ADMIN}/gallery/poolimage/"),
    _linked("pool-picture", "A picture of the pool", f"{ADMIN}/gallery/poolimage/", r"poolimage/\d+/change/"),
    _curator("serving", "The serving set", f"{ADMIN}/gallery/servedimage/"),
    _curator("likeness", "Look-alikes", f"{ADMIN}/gallery/poolimage/likeness/"),
    _curator("upload", "Upload", f"{ADMIN}/gallery/poolimage/upload/"),
    _curator("displays", "Displays", f"{ADMIN}/gallery/displayzone/"),
    _linked("display", "One display", f"{ADMIN}/gallery/displayzone/", r"displayzone/\d+/change/"),
    _curator("decisions", "Decisions", f"{ADMIN}/gallery/decision/"),
    _curator("coverage", "Coverage", f"{ADMIN}/coverage/"),
    _linked("coverage-order", "Ordering what is thin", f"{ADMIN}/coverage/", r"coverage/order/\?cell="),
    _curator("orders", "Orders", f"{ADMIN}/generation/generationbatch/"),
    _linked("order", "One order", f"{ADMIN}/generation/generationbatch/", r"generationbatch/\d+/change/"),
    _curator("order-new", "A new order", f"{ADMIN}/generation/generationbatch/add/"),
    _curator("prompts", "Prompt sets", f"{ADMIN}/generation/promptset/"),
    _linked("prompt-set", "One prompt set", f"{ADMIN}/generation/promptset/", r"promptset/\d+/change/"),
    _linked("prompt-order", "Ordering a prompt set", f"{ADMIN}/generation/promptset/", r"promptset/\d+/order/"),
    _curator("prompt-import", "Importing prompts", f"{ADMIN}/generation/promptset/import/"),
    _curator("visitors", "Visitors", f"{ADMIN}/gallery/visitor/"),
    _curator("readings", "Readings", f"{ADMIN}/emotions/emotionreading/"),
    _curator("interactions", "Interactions", f"{ADMIN}/recommendations/interaction/"),
    _curator("tastes", "Tastes: what visitors make of the pictures", f"{ADMIN}/tastes/"),
    _curator("taste-models", "Every model that was learnt", f"{ADMIN}/recommendations/tastemodel/"),
    _curator("keys", "API keys", f"{ADMIN}/emotion_garden/apikey/"),
    _curator("workers", "Workers", f"{ADMIN}/emotion_garden/workerbeat/"),
    _curator("people", "People and their roles", f"{ADMIN}/auth/user/"),
    _curator("person-new", "A new curator", f"{ADMIN}/auth/user/add/"),
]
PLACES: Final = [*VISITORS, *FAULTS, *PLAYGROUND, *ROOMS]
CHAPTERS: Final = {
    "The garden": VISITORS,
    "When something is wrong": FAULTS,
    "The playground": PLAYGROUND,
    "The curators’ rooms": ROOMS,
}
