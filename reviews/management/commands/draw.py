"""Makes draws again: ``draw verify NUMBER``, ``draw export NUMBER > FILE``, ``draw verify FILE``."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.lottery import faults_of
from reviews.models import Draw
from reviews.proof import faults_of_draw


class Command(BaseCommand):
    """Verify or export a draw of experts."""

    help = (
        "verify: make a draw again, by its number or from an exported file (which needs no database), "
        "and say what does not hold. export: write the record of a draw as JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["verify", "export"])
        parser.add_argument("what", help="the number of a draw, a file, or (to verify) all")

    def handle(self, *, deed: str, what: str, **options: object) -> None:
        if deed == "export":
            self.stdout.write(json.dumps(_find(what).record(), ensure_ascii=False, indent=1))
            return
        found = list(_verified(what))
        for number, faults in found:
            self.stdout.write(f"{number}: {'; '.join(faults) if faults else 'holds'}")
        if any(faults for _number, faults in found):
            raise CommandError("Not every draw holds.")


def _verified(what: str) -> list[tuple[str, list[str]]]:
    if what == "all":
        return [(draw.number, faults_of_draw(draw)) for draw in Draw.objects.told().made().iterator()]
    if (file := Path(what)).is_file():
        record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return [(record["number"], list(faults_of(record)))]
    return [(what, faults_of_draw(_find(what)))]


def _find(number: str) -> Draw:
    draw = Draw.objects.made().filter(number=number).first()
    if draw is None:
        raise CommandError(f"No draw {number} has been made.")
    return draw
