"""Reads a year's budget from a sheet: totals of the fund and its lines, and money for projects; 二(一)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.accounts.models import Jurisdiction
from egov.ui.formats import listed, wan
from egov.ui.forms import AmountField
from egov.ui.xlsx import Row, UnreadableSheet
from projects.actions.ledger.allocating import ENDED, refuse_unfundable
from projects.actions.ledger.arranging import Item
from projects.actions.ledger.limits import FundRefused, refuse_beyond_investment
from projects.fund.figures import FundSums, Totals
from projects.importing.columns import Column, Kind
from projects.importing.reading import Fault, open_sheet, plain
from projects.importing.template import fillable
from projects.models import Figure, FundAccount, FundLine, Project, SpecialFund, yuan_of

MOST_ROWS = 300
APPROPRIATION = "appropriation"
_AMOUNT = AmountField()


class Purpose:
    """What a row gives money to: the fund in all, or one of its lines."""

    choices = ((APPROPRIATION, gettext_lazy("Appropriation")), *FundLine.choices)


LINE = Column(
    "line",
    gettext_lazy("Line"),
    Kind.CHOICE,
    gettext_lazy("Choose from the list. One row names the appropriation, one the total of each line."),
    required=True,
    choices=Purpose,
)
NUMBER = Column(
    "number",
    gettext_lazy("Number of the project"),
    Kind.TEXT,
    gettext_lazy("Only for money that one project gets from the line. Empty: the row is the line's total."),
)
TITLE = Column(
    "title",
    gettext_lazy("Project title"),
    Kind.TEXT,
    gettext_lazy("May stay empty; where it is filled in, it must be that of the project."),
)
AMOUNT = Column(
    "amount",
    gettext_lazy("Amount"),
    Kind.AMOUNT,
    gettext_lazy("In yuan; 12.5万 is understood."),
    required=True,
)
COLUMNS = [LINE, NUMBER, TITLE, AMOUNT]


@dataclass
class Budget:
    """What was understood. ``rows`` is plain data, fit to be carried through a page and judged again."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    now: Totals = field(default_factory=lambda: Totals(Decimal(0), {}))
    then: Totals = field(default_factory=lambda: Totals(Decimal(0), {}))
    items: list[Item] = field(default_factory=list)


def budget_template(jurisdiction: Jurisdiction) -> bytes:
    """Return an empty workbook in the reader's language, with the projects that money can be given to."""
    numbers = _fundable(jurisdiction).order_by("-pk").values_list("number", flat=True)[:MOST_ROWS]
    return fillable(
        COLUMNS,
        {LINE.name: list(LINE.allowed()), NUMBER.name: list(numbers)},
        title=_("Budget"),
        limit=_("At most %(n)d rows in one sheet.") % {"n": MOST_ROWS},
        most_rows=MOST_ROWS,
    )


def _fundable(jurisdiction: Jurisdiction) -> Any:
    found = Project.objects.filter(jurisdiction=jurisdiction, approved_investment__isnull=False)
    return found.exclude(stage__in=ENDED)


def read_budget(upload: UploadedFile, *, jurisdiction: Jurisdiction, year: int) -> Budget:
    """Return the budget of a sheet, or everything that is wrong with it.

    Raises ``UnreadableSheet`` where it is no workbook, is empty, or holds more than ``MOST_ROWS`` rows.
    """
    opened = open_sheet(upload, COLUMNS, most_rows=MOST_ROWS)
    if opened.faults:
        return Budget(faults=opened.faults)
    if not opened.rows:
        raise UnreadableSheet(_("The sheet has headings but no amount below them."))
    read = [_read_row(row, cells, opened.choices[LINE.name]) for row, cells in opened.rows]
    faults = [fault for _told, wrong in read for fault in wrong]
    if faults:
        return Budget(faults=faults)
    return judge_budget([told for told, _wrong in read], jurisdiction=jurisdiction, year=year)


def _read_row(
    row: Row, cells: dict[str, Any], purposes: dict[str, str]
) -> tuple[dict[str, Any], list[Fault]]:
    told = {column.name: plain(cells.get(column.name)) for column in COLUMNS}
    faults = []

    def wrong(column: Column, message: str) -> None:
        faults.append(Fault(row.number, column.header, message, told[column.name]))

    for column in COLUMNS:
        if column.required and not told[column.name]:
            wrong(column, _("This cell must be filled in."))
    if told["line"] and told["line"] not in purposes:
        wrong(LINE, _("Choose one of: %(labels)s.") % {"labels": listed(LINE.allowed())})
    amount = Decimal(0)
    if told["amount"]:
        try:
            amount = _AMOUNT.clean(told["amount"])
        except ValidationError as error:
            wrong(AMOUNT, " ".join(error.messages))
    read = told | {"row": row.number, "line": purposes.get(told["line"], ""), "amount": str(amount)}
    return read, faults


def judge_budget(rows: list[dict[str, Any]], *, jurisdiction: Jurisdiction, year: int) -> Budget:
    """Hold what was read against the projects and the fund as they are now."""
    judged = _Judge(rows, jurisdiction, year)
    faults = sorted(judged.faults(), key=lambda fault: fault.row)
    return Budget(rows, faults, judged.now, judged.then, judged.items)


class _Judge:
    """Knows the projects that the rows name, and what the fund and its lines have by now."""

    def __init__(self, rows: list[dict[str, Any]], jurisdiction: Jurisdiction, year: int) -> None:
        self.rows = rows
        self.items: list[Item] = []
        here = Project.objects.filter(jurisdiction=jurisdiction, number__in={row["number"] for row in rows})
        self.projects = {project.number: project for project in here}
        self.totals = {row["line"]: row for row in reversed(rows) if not row["number"]}
        fund = SpecialFund.objects.filter(jurisdiction=jurisdiction, year=year).first()
        sums = FundSums(FundAccount.objects.filter(fund=fund) if fund else FundAccount.objects.none())
        self.given = {line: sums.of(fund.pk if fund else 0, line)["allocated"] for line in FundLine}
        self.now = Totals.now(fund)
        earmarks = {line: self._total(line, now) for line, now in self.now.earmarks.items()}
        together = sum(earmarks.values(), Decimal(0))
        self.then = Totals(self._total(APPROPRIATION, self.now.appropriation or together), earmarks)

    def _total(self, line: str, otherwise: Decimal) -> Decimal:
        return Decimal(self.totals[line]["amount"]) if line in self.totals else otherwise

    def faults(self) -> Iterator[Fault]:
        yield from self._twice()
        for row in self.rows:
            if row["number"]:
                yield from self._of_item(row)
        yield from self._beyond_investment()
        yield from self._beyond_lines()

    def _twice(self) -> Iterator[Fault]:
        seen: dict[tuple[str, str], int] = {}
        for row in self.rows:
            first = seen.setdefault((row["line"], row["number"]), row["row"])
            if first != row["row"]:
                message = _("The same stands in row %(row)d.") % {"row": first}
                yield Fault(row["row"], LINE.header, message, row["number"])

    def _of_item(self, row: dict[str, Any]) -> Iterator[Fault]:
        project = self.projects.get(row["number"])
        if row["line"] == APPROPRIATION:
            yield Fault(
                row["row"], NUMBER.header, _("The appropriation is not for one project."), row["number"]
            )
        elif project is None:
            yield Fault(row["row"], NUMBER.header, _("There is no project with this number."), row["number"])
        elif why := _refusal(refuse_unfundable, project):
            yield Fault(row["row"], NUMBER.header, why, row["number"])
        elif row["title"] and row["title"] != project.title:
            why = _("This number is that of “%(title)s”.") % {"title": project.title}
            yield Fault(row["row"], TITLE.header, why, row["title"])
        elif Decimal(row["amount"]) <= 0:
            yield Fault(row["row"], AMOUNT.header, _("The amount must be more than zero."), row["amount"])
        else:
            self.items.append(Item(project, FundLine(row["line"]), Decimal(row["amount"])))

    def _beyond_investment(self) -> Iterator[Fault]:
        """Construction money of all years stays within what the government approved."""
        building = {i.project.pk: i for i in self.items if i.line == FundLine.CONSTRUCTION}
        given = FundAccount.objects.filter(
            figure=Figure.ALLOCATED, line=FundLine.CONSTRUCTION, project__in=building
        )
        fen: Counter[int | None] = Counter()
        for holder, held in given.values_list("project", "amount_fen"):
            fen[holder] += held
        for row in self.rows:
            project = self.projects.get(row["number"])
            if project is None or project.pk not in building or row["line"] != FundLine.CONSTRUCTION:
                continue
            asked, had = Decimal(row["amount"]), yuan_of(fen[project.pk])
            if why := _refusal(refuse_beyond_investment, project, had, asked):
                yield Fault(row["row"], AMOUNT.header, why, wan(asked))

    def _beyond_lines(self) -> Iterator[Fault]:
        for line in FundLine:
            asked = sum((item.amount for item in self.items if item.line == line), Decimal(0))
            asked += self.given[line]
            if asked > self.then.earmarks[line]:
                told = {"line": line.label, "total": wan(self.then.earmarks[line]), "asked": wan(asked)}
                why = _("“%(line)s” has %(total)s; its projects get %(asked)s in all.") % told
                yield Fault(self._place_of(line), AMOUNT.header, why, wan(self.then.earmarks[line]))
        if self.then.unassigned < 0:
            together = self.then.appropriation - self.then.unassigned
            told = {"together": wan(together), "appropriation": wan(self.then.appropriation)}
            why = _("The lines come to %(together)s, the appropriation is %(appropriation)s.") % told
            yield Fault(self._place_of(APPROPRIATION), AMOUNT.header, why, wan(self.then.appropriation))
        elif not self.then.appropriation:
            yield Fault(self._place_of(APPROPRIATION), AMOUNT.header, _("The sheet gives no money."), "")

    def _place_of(self, line: str) -> int:
        """Return the row of a total; where it is missing, the last row that gives from it."""
        if line in self.totals:
            return int(self.totals[line]["row"])
        of_line = [row["row"] for row in self.rows if row["line"] == line]
        return int((of_line or [row["row"] for row in self.rows])[-1])


def _refusal(check: Callable[..., None], *asked: Any) -> str:
    """Return in words what a check of the ledger refuses, or nothing."""
    try:
        check(*asked)
    except FundRefused as refusal:
        return " ".join(refusal.messages)
    return ""
