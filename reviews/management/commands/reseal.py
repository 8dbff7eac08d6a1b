"""Brings what is sealed under the newest key, after a new one was put first in ``EGOV_SEALING_KEYS``."""

from django.core.management.base import BaseCommand
from django.db import transaction

from egov.sealing import fingerprint, reseal, unseal
from reviews.models import Expert

SEALED = ["id_number_sealed", "id_number_print", "bank_number_sealed"]


class Command(BaseCommand):
    """Seal every expert's numbers anew."""

    help = "Seal identity and bank numbers under the newest key; run it before the old key is taken away."

    def handle(self, **options: object) -> None:
        count = 0
        for pk in Expert.objects.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                self._renew(Expert.objects.select_for_update(of=("self",), no_key=True).get(pk=pk))
            count += 1
        self.stdout.write(f"{count} profiles are sealed under the newest key.")

    def _renew(self, expert: Expert) -> None:
        expert.id_number_print = fingerprint(unseal(expert.id_number_sealed))
        expert.id_number_sealed = reseal(expert.id_number_sealed)
        expert.bank_number_sealed = reseal(expert.bank_number_sealed)
        expert.save(update_fields=SEALED)
