"""Write the annual report of the special fund: ``manage.py fundreport CODE YEAR [--out FILE]``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from egov.accounts.models import OrganizationKind
from projects.fund.report import annual_report, report_name
from projects.models import SpecialFund


class Command(BaseCommand):
    help = "Write the annual report of a jurisdiction's special fund as PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the jurisdiction, for example 339900")
        parser.add_argument("year", type=int)
        parser.add_argument("--out", help="file to write; by default the report's name, in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        funds = SpecialFund.objects.select_related("jurisdiction")
        fund = funds.filter(jurisdiction__code=options["code"], year=options["year"]).first()
        if fund is None:
            raise CommandError(f"There is no special fund of {options['code']} for {options['year']}.")
        units = fund.jurisdiction.organizations.filter(kind=OrganizationKind.FINANCE_BUREAU)
        finance = units.first()
        path = Path(options["out"] or f"{report_name(fund)}.pdf")
        path.write_bytes(annual_report(fund, organ=finance.name if finance else fund.jurisdiction.name))
        self.stdout.write(str(path))
