"""When which part of a contract is paid: recorded with the contract, kept as long as it lives; 三(四)1."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from egov.policy.rules import value_of
from projects.models import Commitment, FundLine, PaymentTerm

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Term:
    """A part of a contract as somebody names it, in percent; the final part is paid after acceptance."""

    title: str
    percent: Decimal
    is_final: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "percent": f"{self.percent:f}", "is_final": self.is_final}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Term":
        return cls(kept["title"], Decimal(kept["percent"]), kept["is_final"])


def preset_terms(line: str, *, jurisdiction_id: int) -> list[Term]:
    """Return the usual terms for a contract on a line; its final part is the policy's least."""
    final = value_of("final_payment_min_percent", jurisdiction_id=jurisdiction_id)
    if line == FundLine.MAINTENANCE:
        return _divided([_("First half of the year"), _("Second half of the year")], WHOLE)
    if line == FundLine.REVIEW:
        parts = [_("Upon signature"), _("After preliminary acceptance")]
    else:
        parts = [_("Down payment"), _("Upon delivery"), _("After preliminary acceptance")]
    last = [Term(_("After final acceptance"), final, is_final=True)] if final else []
    return [*_divided(parts, WHOLE - final), *last]


def _divided(titles: Sequence[str], percent: Decimal) -> list[Term]:
    part = round(percent / len(titles), 2)
    rest = percent - part * (len(titles) - 1)
    return [*(Term(title, part) for title in titles[:-1]), Term(titles[-1], rest)]


def check_terms(terms: Sequence[Term], *, jurisdiction_id: int) -> None:
    """Raise ``ValidationError`` at ``terms`` unless they make up the contract and keep the final part."""
    total = sum((term.percent for term in terms), Decimal(0))
    if total != WHOLE:
        message = _("The terms make up %(total)s %% of the contract; they must make up 100 %%.")
        raise ValidationError({"terms": message % {"total": _plain(total)}})
    least = value_of("final_payment_min_percent", jurisdiction_id=jurisdiction_id)
    final = sum((term.percent for term in terms if term.is_final), Decimal(0))
    if final < least:
        message = _("At least %(least)s %% are paid only after final acceptance; here it is %(final)s %%.")
        raise ValidationError({"terms": message % {"least": _plain(least), "final": _plain(final)}})


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"


def set_terms(commitment: Commitment, terms: Sequence[Term]) -> None:
    """Keep the terms of a contract that is committed; the usual ones where it names none."""
    place = commitment.project.jurisdiction_id
    chosen = terms or preset_terms(commitment.line, jurisdiction_id=place)
    PaymentTerm.objects.bulk_create(
        PaymentTerm(
            commitment=commitment,
            position=position,
            title=term.title,
            percent=term.percent,
            is_final=term.is_final,
        )
        for position, term in enumerate(chosen, start=1)
    )
