"""Prove the special fund's ledger: ``manage.py ledger verify``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.actions.ledger.verifying import verify_ledger
from projects.models import LedgerEntry


class Command(BaseCommand):
    help = "Recompute every balance of the special fund from its entries and hold it against every limit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        faults = verify_ledger()
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"The ledger is not sound: {len(faults)} faults.")
        self.stdout.write(
            f"The ledger is sound: {LedgerEntry.objects.count()} entries, every balance proven."
        )
