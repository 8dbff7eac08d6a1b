from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from egov.policy.holidays import ANNOUNCED, source_of
from egov.policy.models import Holiday, Parameter
from egov.policy.rules import value_of


@transaction.atomic
def set_parameter(
    *, jurisdiction: Jurisdiction, code: str, value: Decimal, effective_from: date, source: str, by: Actor
) -> Parameter:
    """Set a rule's value for a jurisdiction from a day on; the earlier value stays readable.

    Only the security administrator may. Raises ``KeyError`` for an unknown rule.
    """
    if not by.may(Permission.MANAGE_POLICY):
        raise PermissionDenied
    before = value_of(code, jurisdiction_id=jurisdiction.pk, on=effective_from)
    parameter = Parameter.objects.create(
        jurisdiction=jurisdiction,
        code=code,
        value=value,
        effective_from=effective_from,
        source=source,
        set_by=by.user,
    )
    record_event(
        verb="policy.set_parameter",
        by=by,
        on=parameter,
        jurisdiction_id=jurisdiction.pk,
        before={"value": str(before)},
        after={"value": str(value), "effective_from": str(effective_from)},
        reason=source,
    )
    return parameter


@transaction.atomic
def set_holiday(*, day: date, is_worked: bool, name: str, source: str = "", by: Actor) -> Holiday:
    """Say that a day is a public holiday, or that a weekend day is worked (调休), and on what ground."""
    if not by.may(Permission.MANAGE_POLICY):
        raise PermissionDenied
    holiday, _created = Holiday.objects.update_or_create(
        day=day, defaults={"is_worked": is_worked, "name": name, "source": source}
    )
    record_event(
        verb="policy.set_holiday",
        by=by,
        on=holiday,
        after={"day": str(day), "is_worked": is_worked, "name": name},
        reason=source,
    )
    return holiday


@transaction.atomic
def enter_announced_holidays(*, year: int, by: Actor) -> int:
    """Enter a year's holidays as the State Council's office announced them; return how many days.

    Raises ``KeyError`` for a year that is not known here, ``PermissionDenied`` as ``set_holiday`` does.
    """
    days = [(one.name, *day) for one in ANNOUNCED[year] for day in one.days()]
    for name, day, is_worked in days:
        set_holiday(day=day, is_worked=is_worked, name=name, source=source_of(year), by=by)
    return len(days)
