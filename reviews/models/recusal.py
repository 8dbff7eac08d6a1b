"""Who must be recused from a project: computed from what the pool and the accounts know, in SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, TextChoices, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Membership, Organization, OrganizationKind
from egov.accounts.names import plain_name
from egov.policy.calendar import add_months
from egov.policy.rules import values_of
from projects.models import Project
from reviews.models.experts import Expert
from reviews.models.ties import Tie


class Reason(TextChoices):
    """Why a candidate is left out of a draw. The last six are the kinds of a tie."""

    UNVERIFIED = "unverified", _("Not verified")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Term is over")
    NO_ACCOUNT = "no_account", _("Has no account in use")
    OVERUSED = "overused", _("Sat on too many panels lately")
    SEATED = "seated", _("Has or had a seat on this panel")
    EMPLOYER = "employer", _("Works for a party")
    MEMBER = "member", _("Acts for a party")
    SUPERVISING = "supervising", _("Works for a supervising department")
    FORMER_EMPLOYER = Tie.Kind.FORMER_EMPLOYER.value, _("Worked for a party")
    POSITION = Tie.Kind.POSITION.value, _("Holds a position with a party")
    HOLDING = Tie.Kind.HOLDING.value, _("Has a holding in a party")
    KINSHIP = Tie.Kind.KINSHIP.value, _("Related to somebody in charge of a party")
    DISPUTE = Tie.Kind.DISPUTE.value, _("Has a dispute with a party")
    OTHER = Tie.Kind.OTHER.value, _("Tied to a party otherwise")


Found = tuple[str, str, str]
"""The number of an expert, a ``Reason``, and the organization that it is about."""


@dataclass(frozen=True)
class Units:
    """Organizations, by everything by which an employer or a tie may name them."""

    ids: frozenset[int]
    codes: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, organizations: Iterable[Organization], suppliers: Iterable[tuple[str, str]] = ()) -> Units:
        """Take organizations of the house, and suppliers by name and unified social credit code."""
        units, others = list(organizations), list(suppliers)
        return cls(
            ids=frozenset(unit.pk for unit in units),
            codes=frozenset({unit.uscc for unit in units} | {code for _name, code in others}) - {""},
            names=frozenset({unit.name for unit in units} | {name for name, _code in others}),
        )

    @property
    def keys(self) -> set[str]:
        return {plain_name(name) for name in self.names}

    @property
    def employ(self) -> Q:
        """Match experts whom they employ; of most, code and organization are unknown, as with ties."""
        by_code = Q(employer_uscc__in=self.codes) & ~Q(employer_uscc="")
        return Q(employer_organization__in=self.ids) | by_code | Q(employer_key__in=self.keys)

    @property
    def are_tied(self) -> Q:
        """Match ties to them; of most ties organization and code are unknown, and left out of the index."""
        by_code = Q(uscc__in=self.codes) & ~Q(uscc="")
        return Q(organization__in=self.ids) | by_code | Q(key__in=self.keys)

    @property
    def known(self) -> Q:
        """Match organizations of the house that they are."""
        return Q(pk__in=self.ids) | Q(uscc__in=self.codes) & ~Q(uscc="") | Q(name__in=self.names)

    def has(self, organization: Organization) -> bool:
        return (
            organization.pk in self.ids or organization.uscc in self.codes or organization.name in self.names
        )

    def members(self) -> QuerySet[Membership]:
        """Return who acts for them."""
        units = Organization.objects.filter(self.known)
        return Membership.objects.filter(organization__in=units.values("pk"), is_active=True)


def interested(project: Project) -> list[Organization]:
    """Return the organizations whose people must not judge the project."""
    units = (project.owner_unit, project.user_unit, project.construction_entity, project.supervisor)
    return list({unit.pk: unit for unit in units if unit is not None}.values())


def parties_of(project: Project, names: Collection[str] = ()) -> Units:
    """Return everybody with an interest: the units, and whoever filed a scheme or a bid.

    ``names`` are those of what the panel ranks.
    """
    filed = [*project.schemes.authors(), *project.tenders.bidders()]
    return Units.of(interested(project), [*filed, *((name, "") for name in names)])


def rules_of(project: Project) -> Mapping[str, Decimal]:
    """Return what the policy says of draws and recusal."""
    return values_of(RULES, jurisdiction_id=project.jurisdiction_id)


RULES = (
    *("recusal_years", "draw_excludes_finance", "draw_one_per_employer"),
    *("draw_max_panels", "draw_within_months"),
)


def supervising(project: Project, *, finance: bool) -> Units:
    """Return the departments that supervise: their people are no experts (TBR art. 46, 财库〔2016〕198号)."""
    home = project.jurisdiction
    kinds = [OrganizationKind.SUPERVISION_BUREAU, OrganizationKind.AUDIT_BUREAU]
    if finance:
        kinds.append(OrganizationKind.FINANCE_BUREAU)
    places = [home.pk, home.parent_id]
    return Units.of(Organization.objects.active().filter(kind__in=kinds, jurisdiction__in=places))


@dataclass(frozen=True)
class Recusal:
    """What recuses from one project on the day of a meeting."""

    parties: Units
    supervising: Units
    since: date
    """Ties that ended before no longer count."""

    @classmethod
    def of(
        cls,
        project: Project,
        *,
        names: Collection[str] = (),
        on: date | None = None,
        rules: Mapping[str, Decimal] | None = None,
    ) -> Recusal:
        rules = rules or rules_of(project)
        since = add_months(on or timezone.localdate(), -12 * int(rules["recusal_years"]))
        watching = supervising(project, finance=bool(rules["draw_excludes_finance"]))
        return cls(parties_of(project, names), watching, since)

    @property
    def ties(self) -> QuerySet[Tie]:
        lasting = Q(until__isnull=True) | Q(until__gte=self.since)
        return Tie.objects.filter(self.parties.are_tied).filter(lasting).order_by()

    @property
    def members(self) -> QuerySet[Membership]:
        return self.parties.members()

    def of_experts(self) -> Iterator[Found]:
        """Return each reason that recuses an expert, wherever they are in the pool: five queries."""
        employed = Expert.objects.filter(self.parties.employ)
        yield from employed.values_list("number", Value(Reason.EMPLOYER.value), "employer")
        yield from self.ties.values_list("expert__number", "kind", "name")
        watching = Expert.objects.filter(self.supervising.employ)
        yield from watching.values_list("number", Value(Reason.SUPERVISING.value), "employer")
        yield from self._acting()

    def _acting(self) -> Iterator[Found]:
        known = Organization.objects.filter(self.parties.known | self.supervising.known)
        units = {one.pk: one for one in known}
        acting = Membership.objects.filter(is_active=True, user__expert_profile__isnull=False).order_by()
        experts = acting.values_list("user__expert_profile__number", "organization")
        # One by one: for a list of them SQLite reads the memberships of everybody.
        none, *each = (experts.filter(organization=pk) for pk in (0, *units))
        for number, pk in none.union(*each, all=True):
            for side, reason in ((self.parties, Reason.MEMBER), (self.supervising, Reason.SUPERVISING)):
                if side.has(units[pk]):
                    yield number, reason.value, units[pk].name

    def of_people(self, people: Collection[int]) -> dict[int, str]:
        """Return, by person, a party to which they are tied; whoever is not is left out."""
        employed = Expert.objects.filter(self.parties.employ, user__in=people)
        tied = self.ties.filter(expert__user__in=people)
        return {
            **dict(tied.values_list("expert__user_id", "name")),
            **dict(employed.values_list("user_id", "employer")),
            **dict(self.members.filter(user__in=people).values_list("user_id", "organization__name")),
        }

    def without(self, memberships: QuerySet[Membership]) -> QuerySet[Membership]:
        """Return the memberships of people who are tied to no party."""
        employed = Expert.objects.filter(self.parties.employ)
        return (
            memberships.exclude(user__in=self.members.values("user"))
            .exclude(user__in=self.ties.values("expert__user"))
            .exclude(user__in=employed.values("user"))
        )
