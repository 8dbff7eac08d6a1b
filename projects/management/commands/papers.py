"""Issued papers from the terminal: whether store and series still hold what was issued."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.models import IssuedPaper
from projects.papers.proof import faults_of_papers


class Command(BaseCommand):
    help = "Verify every issued paper: its file, its seal, and that its series has no gap."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("verify", help="name every paper that was altered or lost, and every missing number")

    def handle(self, *, deed: str, **options: Any) -> None:
        faults = 0
        for fault in faults_of_papers():
            faults += 1
            self.stdout.write(self.style.ERROR(str(fault)))
        count = IssuedPaper.objects.count()
        if faults:
            raise CommandError(f"{faults} faults in {count} papers.")
        self.stdout.write(self.style.SUCCESS(f"{count} papers are as they were issued."))
