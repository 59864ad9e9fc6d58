"""What can be said of somebody's account: which roles they have, and whether the record still names them."""

from typing import Final

from django.contrib.auth.models import User
from django.db.models import PROTECT, ForeignObjectRel
from django.utils.translation import gettext_lazy as _

STAYS: Final = _(
    "%(name)s stands in the record of the garden, as somebody who decided or ordered, and so cannot be deleted. "
    "Untick “Active” instead: the account then opens nothing, and the record stays true."
)


def is_in_the_record(user: User) -> bool:
    """Whether decisions, orders or verdicts name this person: those rows protect the account."""
    # Those without a way back, too; most have none.
    relations = [field for field in User._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    return any(_names(relation, user) for relation in relations if relation.on_delete is PROTECT)


def _names(relation: ForeignObjectRel, user: User) -> bool:
    model = relation.related_model
    return bool(model._default_manager.filter(**{relation.field.name: user}).exists())
