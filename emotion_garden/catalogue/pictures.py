"""What can be wrong with pictures: looked for, judged, uploaded, hung."""

from typing import Final

TABLE: Final[dict[str, tuple[int | tuple[int, ...], str, str]]] = {
    "unknown_emotion": (400, "The emotion is none of the eight.", "The sentence lists them."),
    "unknown_orientation": (400, "The orientation is neither landscape nor portrait.", "Say one of them, or none."),
    "bad_limit": (400, "Too many pictures were asked for at once, or none.", "The sentence says how many may be."),
    "unusable_favorite": (400, "The favorite cannot be a part of a picture's name.", "The sentence says why."),
    "bad_search": (422, "The search cannot be read.", "The sentence says where; docs/curation.md has the language."),
    "stale_snapshot": (409, "The token of what matched is not ours, or too old.", "Search again."),
    "stale": (409, "The picture is no longer what you looked at.", "Look again, then decide."),
    "changed": (409, "What matches, or the zone, is no longer what was shown.", "Look again, then decide."),
    "moved_on": (409, "A picture is no longer where it was seen.", "Look again, then decide."),
    "reason_missing": (422, "This cannot be decided without saying why.", "Send a `reason`."),
    "not_undoable": (409, "It is history, but nothing that could be taken back.", "Decide anew instead."),
    "nothing_to_correct": (422, "No field to correct was given.", "Say emotion, favorite or caption."),
    "long_caption": (422, "The caption is longer than one is kept.", "Shorten it; the sentence says by how much."),
    "unusable_name": (422, "A zone or a search cannot have this name.", "The sentence says which it may have."),
    "unknown_place": (422, "A zone has eight places for each orientation.", "Say a place from 1 to 8."),
    "not_served": (409, "Only what visitors may see is shown on a wall.", "Approve the picture first."),
    "full": (409, "All places of the zone are taken.", "Take one away first."),
    "empty_file": (400, "There are no bytes in the file.", "Send the picture itself."),
    "unsupported_file": (415, "It is no picture, or of a kind that cannot be opened.", "Send JPEG, PNG or WebP."),
    "moving_picture": (415, "It is more than one picture.", "Send one frame of it."),
    "damaged_file": (422, "The picture cannot be decoded to its end.", "Send it once more, or save it anew."),
    "unfit_size": (
        413,
        "It has too many pixels, or too few to be shown.",
        "The sentence says the bounds.",
    ),
    "unreadable_picture": (422, "The bytes are not a JPEG that can be shown.", "Send a JPEG."),
    "same_bytes": (409, "Another picture has this file already.", "Use that picture."),
    "pruned": (410, "The picture's files have gone.", "Order it anew."),
    "no_folder": (400, "There is nothing to import there.", "Name a folder that is there."),
    "refused_file": (400, "This file is not taken; the others are.", "The sentence says why."),
    "nothing_to_prune": (400, "The command was not told what to look for.", "Say so; --help has the words."),
    "not_remade": (422, "The picture cannot be made again here.", "The sentence says what is missing."),
}
