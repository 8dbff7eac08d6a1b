"""When a task is due: on the day that is planned for it, otherwise after the usual time."""

from datetime import date, timedelta

from egov.policy.calendar import add_months, add_working_days
from egov.policy.rules import value_of
from projects.models import Project


class DueDays:
    """Finds the due days of a jurisdiction's tasks; rule and calendar are read once for all of them."""

    def __init__(self, jurisdiction_id: int) -> None:
        self.jurisdiction_id = jurisdiction_id
        self._usual: dict[date, date] = {}

    def find(self, *, since: date, planned: date | None = None, opens: date | None = None) -> date:
        """Return the day by which something is due that was asked for on the day ``since``.

        A planned day that was past by then leaves the usual time; this counts from ``opens``, where
        nothing can be done before.
        """
        if planned is not None and planned >= since:
            return planned
        start = max(since, opens or since)
        if start not in self._usual:
            days = int(value_of("task_due_working_days", jurisdiction_id=self.jurisdiction_id))
            self._usual[start] = add_working_days(start, days)
        return self._usual[start]


def report_due(month: date, project: Project) -> date:
    """Return the day by which the report on a month, given by its first day, is due."""
    days = int(value_of("monthly_report_working_days", jurisdiction_id=project.jurisdiction_id))
    return add_working_days(add_months(month, 1) - timedelta(days=1), days)
