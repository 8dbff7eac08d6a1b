"""Funds with projects, contracts and many entries, put in bulk past the actions, but past no guard of the database."""

from decimal import Decimal

from django.core.management import call_command
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import Membership, OrganizationKind
from projects.actions.ledger.posting import project_account
from projects.models import (
    Commitment,
    EntryKind,
    Figure,
    FundAccount,
    FundLine,
    LedgerEntry,
    Project,
    SpecialFund,
)
from tests.approvals import make_fund
from tests.bench.seeding import cookie_of
from tests.factories import City
from tests.projects.ledger.scenes import funded_project

INVESTMENT = Decimal(1_000_000)
BATCH = 500
LINE = FundLine.CONSTRUCTION
YEARS = range(2011, 2027)
"""Sixteen funds: a jurisdiction has one a year."""


def found(writers: int = 0) -> City:
    """Make a city with sixteen years of funds, and for each writer a project with an account in each of them."""
    call_command("migrate", verbosity=0)
    city = City()
    with transaction.atomic():
        for year in YEARS:
            fund = make_fund(city, "90000000000.00", year)
            for _ in range(writers):
                project_account(fund, LINE, funded_project(city, "1000000000.00"))
    return city


class Filling:
    """Projects with one allocation and one contract each in the year 2026, and payments on them."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.by = city.actor("finance_bureau")
        self.fund = city.jurisdiction.funds.get(year=YEARS[-1])

    def add_projects(self, count: int) -> None:
        """Open the accounts of so many projects; each takes two entries, an allocation and a commitment."""
        first = Project.objects.count()
        # The manager refuses to make projects in bulk; a bench means to.
        models.QuerySet(Project).bulk_create(self._project(first + n) for n in range(count))
        projects = list(Project.objects.order_by("-pk")[:count])
        line = self.fund.accounts.get(figure=Figure.EARMARKED, line=LINE)
        given = self._accounts(Figure.ALLOCATED, [{"project": p, "parent": line} for p in projects])
        signed = Commitment.objects.bulk_create(self._contract(project) for project in projects)
        bound = self._accounts(
            Figure.COMMITTED,
            [
                {"project": c.project, "parent": above, "commitment": c}
                for c, above in zip(signed, given, strict=True)
            ],
        )
        self._post(given, Figure.ALLOCATED, EntryKind.ALLOCATION, INVESTMENT / 2)
        self._post(bound, Figure.COMMITTED, EntryKind.COMMITMENT, INVESTMENT / 4)

    def pay_until(self, entries: int) -> None:
        """Pay one fen on each contract in turn until the ledger has so many entries."""
        bound = list(FundAccount.objects.filter(figure=Figure.COMMITTED).order_by("pk"))
        missing = entries - LedgerEntry.objects.count()
        while missing > 0:
            part = bound[:missing]
            self._post(part, Figure.PAID, EntryKind.PAYMENT, Decimal("0.01"))
            missing -= len(part)

    def _post(self, accounts: list[FundAccount], figure: Figure, kind: EntryKind, amount: Decimal) -> None:
        # One transaction each, so that the database can clear away the balances that were.
        for start in range(0, len(accounts), BATCH):
            some = accounts[start : start + BATCH]
            LedgerEntry.objects.bulk_create(self._entry(one, figure, kind, amount) for one in some)

    def _entry(self, account: FundAccount, figure: Figure, kind: EntryKind, amount: Decimal) -> LedgerEntry:
        return LedgerEntry(
            fund=self.fund,
            account=account,
            project_id=account.project_id,
            line=LINE,
            kind=kind,
            figure=figure,
            sign=1,
            amount=amount,
            reason="批量登记",
            user=self.by.user,
            organization=self.by.organization,
        )

    def _project(self, n: int) -> Project:
        return Project(
            jurisdiction=self.city.jurisdiction,
            number=f"{self.city.jurisdiction.code}-2026-B{n:06d}",
            title=f"政务数据共享平台（第{n}号）",
            category="application",
            construction_type="new",
            owner_unit=self.city.owner_unit,
            user_unit=self.city.user_unit,
            approved_investment=INVESTMENT,
        )

    def _contract(self, project: Project) -> Commitment:
        return Commitment(
            project=project,
            line=LINE,
            number=f"HT-{project.pk}",
            payee="东海软件有限公司",
            signed_amount=INVESTMENT / 4,
            made_by=self.by.user,
            made_at=timezone.now(),
        )

    def _accounts(self, figure: Figure, places: list[dict]) -> list[FundAccount]:
        made = (FundAccount(fund=self.fund, figure=figure, line=LINE, **place) for place in places)
        return FundAccount.objects.bulk_create(made)


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def to_fetch() -> dict[str, tuple[str, str]]:
    """Name the pages to measure, each with its path and the cookie of who opens it: the finance bureau."""
    fund = SpecialFund.objects.select_related("jurisdiction").get(year=YEARS[-1])
    bureau = Membership.objects.get(organization__kind=OrganizationKind.FINANCE_BUREAU)
    cookie = cookie_of(bureau)
    place = [fund.jurisdiction.code, fund.year]
    return {
        "bare view": ("/bench/bare/", ""),
        "overview of the year": (reverse("projects:fund_year", args=place), cookie),
        "projects of the year": (reverse("projects:fund_projects", args=place), cookie),
        "entries of the year": (reverse("projects:fund_entries", args=place), cookie),
        "all years": (reverse("projects:fund"), cookie),
    }
