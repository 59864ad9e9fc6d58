"""Who may run which command: whoever has the shell, or the account that `--by` names, with its permissions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command, get_commands, load_command_class

from gallery.models import Image
from tests.architecture import house
from tests.emotion_garden import rights_house
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def _import(folder: Path, name: str) -> None:
    picture = folder / "emotions/happy/img_20240101-000000_1h.jpeg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(factories.make_jpeg(1, size=(640, 400)))
    call_command("import_images", str(folder), "--by", name)


# The operator's shell: it has the database and the files anyway, and asks nobody.
SHELL = {
    "activate_tastes", "batches", "ensure_curator", "evaluate_emotion", "evaluate_tastes", "export_dataset",
    "find_pictures", "forget_visitors", "garden_export", "garden_import", "garden_status", "import_dataset",
    "import_prompts", "learn_tastes", "make_api_key", "make_renditions", "order_prompts", "plant_demo_garden",
    "prune_pool", "reconcile", "render_again", "render_batch", "revoke_api_key", "run_garden",
    "simulate_visitors", "sweep", "sync_prompts", "sync_roles", "tidy_doors",
}  # fmt: skip
# What decides in somebody's name: how it is run, and the roles that may.
BY: dict[str, tuple[Callable[[Path, str], None], set[str]]] = {
    "import_images": (_import, {"senior", "superuser"}),
}


def ours() -> dict[str, Any]:
    return {name: load_command_class(app, name) for name, app in get_commands().items() if str(app) in house.APPS}


def test_every_command_says_who_may_run_it() -> None:
    commands = ours()
    assert len(commands) >= 14, "Fewer commands than there were: is this test blind?"
    new, gone = sorted(set(commands) - SHELL - set(BY)), sorted((SHELL | set(BY)) - set(commands))
    assert not new, f"Who may run {new}? Whoever has the shell: SHELL. Takes --by: BY, with how it is run and who may."
    assert not gone, f"{gone} are no commands any more: drop their rows."
    for name, command in commands.items():
        takes = "--by" in command.create_parser("manage.py", name)._option_string_actions
        assert takes == (name in BY), f"{name}: what takes --by stands in BY, the others in SHELL."


@pytest.mark.parametrize("name", sorted(BY))
@pytest.mark.parametrize("role", ["stranger", "curator", "senior", "operator", "superuser", "nobody", "gone"])
def test_a_command_that_decides_for_somebody_asks_their_permissions(name: str, role: str, tmp_path: Path) -> None:
    rights_house.cast()
    User.objects.create(username="gone", is_staff=True, is_superuser=True, is_active=False)
    run, allowed = BY[name]
    try:
        run(tmp_path / "given", role)
    except SystemExit as end:
        assert bool(end.code) == (role not in allowed), f"{name} --by {role} ended with {end.code}."
    assert Image.objects.exists() == (role in allowed), f"{name} --by {role}"
