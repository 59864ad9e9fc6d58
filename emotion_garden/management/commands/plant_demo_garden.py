"""`manage.py plant_demo_garden`: pictures of every emotion, to begin with."""

from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from emotion_garden import curator, demo


class Command(BaseCommand):
    """The first pictures here and now, or, with --finish, the approval of the rest as the workers render it."""

    help = (
        "Orders the demo garden once, renders its first pictures and approves them as the account `curator`. "
        "With --finish, approves the rest as workers render it, and ends when they have. May be run again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--finish", action="store_true", help="approve the rest as the workers render it")

    def handle(self, *args: Any, finish: bool, **options: Any) -> None:
        try:
            if finish:
                self._finish()
            else:
                self._plant()
        except KeyboardInterrupt:
            # What was being painted has been given back; 130 is how a shell says "interrupted".
            raise SystemExit(130) from None

    def _plant(self) -> None:
        curator.ensure()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=cast(IO[str], self.stdout))) as bar:
            task = bar.add_task("Planting the first pictures", total=demo.FIRST)
            demo.plant(by=curator.user(), on_step=lambda done, total: bar.update(task, completed=done, total=total))
        self._say(demo.standing())

    def _finish(self) -> None:
        said = -1

        def on_step(now: demo.Standing) -> None:
            nonlocal said
            if now.rendered >= said + 12 or now.rendered == now.ordered != said:
                said = now.rendered
                self._say(now)

        demo.finish(by=curator.user(), on_step=on_step)

    def _say(self, now: demo.Standing) -> None:
        self.stdout.write(f"{now.rendered} of {now.ordered} demo pictures stand.")
        self.stdout.flush()
