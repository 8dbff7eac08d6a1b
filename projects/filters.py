"""Which projects a list shows: search words and filters, as one form and one query."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction, Organization
from egov.ui.filters import FilterForm
from projects.access import WHOLE_READERS
from projects.flow import PHASE_OF_STAGE, Phase
from projects.models import AnnualPlan, Category, Project, SearchPiece, Task
from projects.models.search import normalize, pieces_to_look_up

MOST_WORDS = 5
MOST_COUNTED = 1000
COLUMNS = {"stage": "stage", "unit": "owner_unit_id", "year": "plan__year", "category": "category"}
"""The filters whose choices are counted, and the column of each."""


@dataclass(frozen=True)
class Order:
    """A way to order the list; each column is followed by the key, in the same direction."""

    label: Any
    keys: tuple[str, str]


ORDERS = {
    "": Order(_("Latest change first"), ("-updated_at", "-id")),
    "oldest": Order(_("Longest unchanged first"), ("updated_at", "id")),
    "number": Order(_("By number"), ("number", "id")),
    "newest": Order(_("By number, newest first"), ("-number", "-id")),
}

PHASE = "phase-"
"""What the value of a whole phase begins with, among those of the stages."""


class ProjectFilter(FilterForm):
    """The filters above the project list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    unit = forms.ModelChoiceField(Organization.objects.none(), label=_("Owner unit"), required=False)
    year = forms.ChoiceField(label=_("Plan year"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    place = forms.ChoiceField(label=_("Jurisdiction"), required=False)
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(key, o.label) for key, o in ORDERS.items()]
    )
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    no_filters = frozenset({"order"})

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data)
        years = [(str(year), str(year)) for year in _years(actor)]
        self.places = _places(actor)
        choices_of = {"stage": _stages(), "category": Category.choices, "year": years, "place": self.places}
        for name, choices in choices_of.items():
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *choices]
        unit = cast("forms.ModelChoiceField[Organization]", self.fields["unit"])
        unit.queryset, unit.empty_label = _units(actor), _("All")

    def apply(self, projects: QuerySet[Project]) -> QuerySet[Project]:
        """Return those that match everything that is set."""
        for name, wanted in self._wanted().items():
            projects = projects.filter(**{f"{COLUMNS[name]}__in": wanted})
        return self._found(projects)

    @property
    def keys(self) -> tuple[str, str]:
        """Return the columns by which the list is ordered."""
        return ORDERS[self.values().get("order", "")].keys

    def _found(self, projects: QuerySet[Project]) -> QuerySet[Project]:
        """Return those that match the words and, where asked, are overdue or of one place."""
        values = self.values()
        if values.get("overdue"):
            late = Task.objects.open().filter(project=OuterRef("pk"), due__lt=timezone.localdate())
            projects = projects.filter(Exists(late))
        if values.get("place"):
            projects = projects.filter(jurisdiction__code=values["place"])
        return search(projects, values.get("q") or "")

    def _wanted(self) -> dict[str, list[Any]]:
        """Return by filter the values that pass, of the filters that are set."""
        values = self.values()
        readings: dict[str, Callable[[Any], list[Any]]] = {
            "stage": _stages_of,
            "category": lambda value: [value],
            "year": lambda value: [int(value)],
            "unit": lambda value: [value.pk],
        }
        return {name: read(values[name]) for name, read in readings.items() if values.get(name)}

    def show_counts(self, projects: QuerySet[Project]) -> None:
        """Write beside each choice how many projects it would show, and leave out what would show none.

        In a list too long to be counted at a glance the choices stand without numbers.
        """
        rows = list(self._found(projects).order_by().values_list(*COLUMNS.values())[: MOST_COUNTED + 1])
        if len(rows) > MOST_COUNTED:
            return
        places = list(COLUMNS)
        wanted = self._wanted()
        for place, name in enumerate(places):
            others = [(places.index(one), passing) for one, passing in wanted.items() if one != name]
            counts = Counter(row[place] for row in rows if all(row[p] in passing for p, passing in others))
            field = cast("forms.ChoiceField", self.fields[name])
            field.widget.choices = _with_counts(field.choices, counts, chosen=self.data.get(name, ""))


def search(projects: QuerySet[Project], words: str) -> QuerySet[Project]:
    """Return the projects whose text contains every word; a word may be a single Chinese character."""
    for word in normalize(words).split()[:MOST_WORDS]:
        for piece in pieces_to_look_up(word):
            projects = projects.filter(
                Exists(SearchPiece.objects.filter(project=OuterRef("pk"), piece=piece))
            )
        if len(word) > 2:
            projects = projects.filter(search_entry__text__contains=word)
    return projects


def _with_counts(choices: Any, counts: Counter[Any], *, chosen: str) -> list[tuple[Any, Any]]:
    shown: list[tuple[Any, Any]] = []
    for value, label in choices:
        if isinstance(label, list):
            group = _with_counts(label, counts, chosen=chosen)
            shown += [(value, group)] if group else []
            continue
        count = sum(counts[key] for key in _keys_of(value))
        if count:
            shown.append((value, _("%(label)s (%(n)d)") % {"label": label, "n": count}))
        elif value == "" or str(value) == chosen:
            shown.append((value, label))
    return shown


def _keys_of(value: Any) -> list[Any]:
    """Return under which keys a choice is counted: stages by name, years and units by number."""
    text = str(value)
    return [int(text)] if text.isdecimal() else [str(one) for one in _stages_of(text)]


def _stages() -> list[tuple[Any, Any]]:
    """Return the stages in groups, each headed by its phase, which can be chosen as a whole."""
    groups: dict[Phase | None, list[tuple[str, Any]]] = {
        phase: [(f"{PHASE}{phase.value}", format_lazy(_("{phase}: all"), phase=phase.label))]
        for phase in Phase
    }
    for stage, phase in PHASE_OF_STAGE.items():
        groups.setdefault(phase, []).append((stage.value, stage.label))
    return [(phase.label if phase else _("Ended"), choices) for phase, choices in groups.items()]


def _stages_of(chosen: str) -> list[str]:
    """Return the stages that a choice means: itself, or all of a phase."""
    if not chosen.startswith(PHASE):
        return [chosen]
    return [stage for stage, phase in PHASE_OF_STAGE.items() if phase == chosen.removeprefix(PHASE)]


def _years(actor: Actor) -> list[int]:
    plans = AnnualPlan.objects.filter(jurisdiction=actor.jurisdiction)
    return list(plans.order_by("-year").values_list("year", flat=True))


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Return the jurisdictions whose projects the person reads: their own, and for some its districts."""
    own = actor.jurisdiction
    if own is None:
        return []
    districts = Jurisdiction.objects.filter(parent=own).order_by("code").values_list("code", "name")
    return [(own.code, own.name), *(districts if actor.kind in WHOLE_READERS else ())]


def _units(actor: Actor) -> QuerySet[Organization]:
    jurisdiction = actor.jurisdiction
    if jurisdiction is None:
        return Organization.objects.none()
    here = Organization.objects.filter(jurisdiction=jurisdiction) | Organization.objects.filter(
        jurisdiction__parent=jurisdiction
    )
    return here.government().active().order_by("jurisdiction_id", "name")
