"""What can be wrong with orders, prompts, tastes, keys, and with moving a garden."""

from typing import Final

TABLE: Final[dict[str, tuple[int | tuple[int, ...], str, str]]] = {
    "unusable_order": (400, "The order asks for what cannot be made.", "The sentence says which part."),
    "unreadable_prompt": (400, "The prompt has weights or switches that are not understood.", "Correct the prompt."),
    "idempotency_conflict": (409, "The order's key was used for another order.", "Take a new key for a new order."),
    "same_template": (409, "The set has this template already.", "Use that one, or write another."),
    "queue_full": (429, "So much waits that more would only wait longer.", "Come again after Retry-After."),
    "nothing_missing": (409, "What was asked for is full, or was no number of pairs.", "Look at the coverage again."),
    "unreadable_csv": (400, "The file as a whole cannot be read.", "Save it as CSV in UTF-8."),
    "not_enough": (409, "There are too few likes to learn from.", "Learn later; likes come by themselves."),
    "bad_dataset": (400, "The data set cannot be read.", "The sentence and `errors` say which line is wrong, and why."),
    "dataset_too_large": (
        413,
        "More lines than are read here.",
        "Send it in pieces, or use import_dataset.",
    ),
    "unusable_tastes": (409, "The learned tastes cannot be used.", "Learn again, or choose others."),
    "busy": (409, "Somebody else is learning right now.", "Wait until that is done."),
    "broker_away": (503, "No worker can be asked: messages do not arrive.", "Try again later; the timer rings, too."),
    "unusable_key": (400, "A key like this cannot be made.", "The sentence says why."),
    "unknown_permission": (500, "The table of roles grants what the database does not know.", "Run manage.py migrate."),
    "unusable_folder": (422, "The folder is no place for an export, or holds none.", "Name another folder."),
    "damaged_export": (422, "A file of the export is missing or has changed.", "Copy the export once more."),
    "other_version": (409, "The export belongs to another version of the garden.", "Import it with that version."),
    "not_empty": (409, "The garden has something that is not from this export.", "Import into an empty garden."),
}
