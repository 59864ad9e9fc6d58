"""What can be wrong with a photo or with what is asked of its reading."""

from typing import Final

TABLE: Final[dict[str, tuple[int | tuple[int, ...], str, str]]] = {
    "empty_photo": (400, "Nothing was sent.", "Send one photo, as the form's file `photo` or as the body."),
    "faces_off": (403, "Faces are not read in this garden.", "Let the visitor choose a mood."),
    "old_consent": (
        409,
        "The visitor agreed to another notice than the one that holds now, or to none.",
        "Show the notice again.",
    ),
    "photo_too_large": (413, "The photo has more pixels or bytes than are opened.", "Send a smaller one."),
    "unsupported_photo": (415, "The file is of a kind that cannot be opened.", "Send JPEG, PNG or WebP."),
    "unreadable_photo": (422, "The photo cannot be decoded to its end.", "Take or save it once more."),
    "no_face": (422, "Nobody can be seen in the photo.", "Let the visitor look into the camera, in good light."),
    "face_too_small": (422, "The face has too few pixels.", "Let the visitor come closer."),
    "dark": (422, "The photo has next to no light.", "Let the visitor turn towards the light."),
    "blurred": (422, "The face is a smear.", "Let the visitor hold still for a moment."),
    "several_faces": (422, "There are several faces where one was asked for.", "Say whose: ?face=largest, or a place."),
    "unknown_face": (422, "The face asked for is not in the photo.", "Ask for a place from 0 up to the last face."),
    "no_reader": (503, "Faces cannot be read at the moment.", "Let the visitor choose a mood."),
    "bad_labels": (400, "The folder does not say what its photos show.", "Sort them into folders named for emotions."),
    "too_few_photos": (
        400,
        "There are not enough labelled faces to fit on.",
        "Add photos; the sentence has numbers.",
    ),
}
