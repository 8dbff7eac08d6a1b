"""The trail from the terminal: verify it, sign it, take its checkpoints elsewhere."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from egov.audit.actions import exported, keep_verification, make_checkpoint, redact_person
from egov.audit.models import Checkpoint
from egov.audit.signing import fingerprint, public_pem, signing_key
from egov.audit.verification import verify
from egov.audit.verification.seals import Exported, NoCheckpoint


class Command(BaseCommand):
    """What an operator, or an auditor with a copy of the database, does with the trail."""

    help = "Verify the audit trail, sign checkpoints of it, and export them to be kept elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        one = deeds.add_parser("verify", help="name every event that was altered, removed, inserted, moved")
        one.add_argument(
            "--checkpoint",
            action="append",
            type=Path,
            default=[],
            metavar="FILE",
            help="compare with a checkpoint that was exported earlier; may be given several times",
        )
        deeds.add_parser("checkpoint", help="sign where the trail stands now")
        one = deeds.add_parser("export-checkpoint", help="write a checkpoint as JSON, to be kept elsewhere")
        one.add_argument("file", nargs="?", type=Path, help="where to; standard output if not given")
        one.add_argument("--number", type=int, help="which one; the newest if not given")
        deeds.add_parser("public-key", help="print the key with which checkpoints are verified")
        one = deeds.add_parser("redact", help="delete what the trail says of a person by name")
        one.add_argument("username")
        one.add_argument("--reason", required=True, help="on what ground; kept in the trail")

    def handle(self, *, deed: str, **options: Any) -> None:
        getattr(self, deed.replace("-", "_"))(**options)

    def verify(self, *, checkpoint: list[Path], **options: Any) -> None:
        started_at = timezone.now()
        outcome = verify(files=[self._read(file) for file in checkpoint])
        keep_verification(outcome=outcome, started_at=started_at, by=None)
        self.stdout.write(
            f"{outcome.events} events in {outcome.chains} chains, up to checkpoint {outcome.checkpoint}."
        )
        for finding in outcome.findings:
            where = f"{finding.chain}: " if finding.chain else ""
            self.stdout.write(self.style.ERROR(f"{finding.kind.label}. {where}{finding.sentence}"))
        if outcome.unnamed:
            self.stdout.write(f"… and {outcome.unnamed} more.")
        if not outcome.holds:
            raise CommandError("The trail does not hold.")
        self.stdout.write(self.style.SUCCESS("The trail holds."))

    def _read(self, file: Path) -> Exported:
        try:
            return Exported(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except NoCheckpoint as error:
            raise CommandError(f"{file} is no exported checkpoint.") from error

    def checkpoint(self, **options: Any) -> None:
        made = make_checkpoint()
        self.stdout.write(
            f"Checkpoint {made.number} is signed." if made else "Nothing has happened since the last."
        )

    def export_checkpoint(self, *, file: Path | None, number: int | None, **options: Any) -> None:
        found = Checkpoint.objects.filter(number=number).first() if number else Checkpoint.objects.newest()
        if found is None:
            raise CommandError("There is no such checkpoint.")
        text = json.dumps(exported(found), ensure_ascii=False)
        if file is None:
            self.stdout.write(text)
            return
        file.write_text(text, encoding="utf-8")
        self.stdout.write(f"Checkpoint {found.number} is written to {file}.")

    def public_key(self, **options: Any) -> None:
        try:
            key = signing_key().public_key()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        self.stdout.write(public_pem(key) + fingerprint(key))

    def redact(self, *, username: str, reason: str, **options: Any) -> None:
        person = get_user_model().objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody has the user name {username}.")
        count = redact_person(person_id=person.pk, reason=reason, by=None)
        self.stdout.write(f"{count} particulars are deleted; the chains hold as before.")
