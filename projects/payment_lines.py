"""The terms of contracts with what of each is due, paid and applied for, in yuan."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.models import Commitment, Figure, FundAccount, PaymentApplication, PaymentTerm, yuan_of

NOTHING = Decimal(0)


@dataclass(frozen=True)
class TermLine:
    """A term as it stands."""

    term: PaymentTerm
    due: Decimal
    paid: Decimal
    pending: PaymentApplication | None

    @property
    def left(self) -> Decimal:
        """Yuan for which nobody has applied yet."""
        return max(self.due - self.paid - (self.pending.amount if self.pending else NOTHING), NOTHING)


@dataclass(frozen=True)
class ContractLine:
    """A contract to which money is bound, with its terms."""

    commitment: Commitment
    amount: Decimal
    paid: Decimal
    terms: list[TermLine]

    @property
    def pending(self) -> Decimal:
        """Yuan applied for and not paid yet."""
        return sum((line.pending.amount for line in self.terms if line.pending), NOTHING)

    @property
    def left(self) -> Decimal:
        """Yuan neither paid nor applied for."""
        return self.amount - self.paid - self.pending

    def line_of(self, term: PaymentTerm) -> TermLine:
        return next(line for line in self.terms if line.term.pk == term.pk)


def contract_line(commitment: Commitment) -> ContractLine:
    """Return one contract as it stands."""
    return contract_lines([commitment])[0]


def contract_lines(commitments: Iterable[Commitment]) -> list[ContractLine]:
    """Return contracts as they stand; as many queries for ten as for one."""
    chosen = list(commitments)
    amounts, paid = _balances(chosen)
    applications = PaymentApplication.objects.filter(commitment__in=chosen)
    pending = {one.term_id: one for one in applications.open()}
    settled: dict[int, Decimal] = defaultdict(Decimal)
    for one in applications.standing_payments():
        settled[one.term_id] += one.amount
    terms: dict[int, list[PaymentTerm]] = defaultdict(list)
    for term in PaymentTerm.objects.filter(commitment__in=chosen).order_by("commitment_id", "position"):
        terms[term.commitment_id].append(term)
    return [
        ContractLine(
            one,
            amounts[one.pk],
            paid[one.pk],
            _term_lines(shares(terms[one.pk], amounts[one.pk]), paid[one.pk], settled, pending),
        )
        for one in chosen
    ]


def _term_lines(
    terms: Iterable[tuple[PaymentTerm, Decimal]],
    paid: Decimal,
    settled: dict[int, Decimal],
    pending: dict[int, PaymentApplication],
) -> list[TermLine]:
    """Return the terms of one contract; what was paid upon no application fills them in their order."""
    chosen = list(terms)
    rest = max(paid - sum((settled[term.pk] for term, _due in chosen), NOTHING), NOTHING)
    lines = []
    for term, due in chosen:
        line = TermLine(term, due, settled[term.pk], pending.get(term.pk))
        direct = min(rest, line.left)
        rest -= direct
        lines.append(replace(line, paid=line.paid + direct))
    return lines


def shares(terms: Iterable[PaymentTerm], total: Decimal) -> Iterable[tuple[PaymentTerm, Decimal]]:
    """Yield each term with its part of the contract; the parts together give the total to the fen."""
    before = NOTHING
    for term in terms:
        until = before + term.percent
        yield term, round(total * until / 100, 2) - round(total * before / 100, 2)
        before = until


def _balances(commitments: list[Commitment]) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    paid: dict[int, Decimal] = defaultdict(Decimal)
    accounts = FundAccount.objects.filter(commitment__in=commitments, figure=Figure.COMMITTED)
    for pk, held, used in accounts.values_list("commitment_id", "amount_fen", "used_fen"):
        amounts[pk] += yuan_of(held)
        paid[pk] += yuan_of(used)
    return amounts, paid
