"""Which projects a list shows: search words and filters, as one form and one query."""

from typing import cast

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.ui.filters import FilterForm
from projects.flow import Stage
from projects.models import AnnualPlan, Category, Project, SearchPiece, Task
from projects.models.search import normalize, pieces_to_look_up

MOST_WORDS = 5


class ProjectFilter(FilterForm):
    """The filters above the project list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    unit = forms.ModelChoiceField(Organization.objects.none(), label=_("Owner unit"), required=False)
    year = forms.ChoiceField(label=_("Plan year"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data)
        years = [(str(year), str(year)) for year in _years(actor)]
        for name, choices in (("stage", Stage.choices), ("category", Category.choices), ("year", years)):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *choices]
        unit = cast("forms.ModelChoiceField[Organization]", self.fields["unit"])
        unit.queryset, unit.empty_label = _units(actor), _("All")

    def apply(self, projects: QuerySet[Project]) -> QuerySet[Project]:
        """Return those that match everything that is set."""
        values = self.values()
        for name, column in (("stage", "stage"), ("category", "category"), ("unit", "owner_unit")):
            if values.get(name):
                projects = projects.filter(**{column: values[name]})
        if values.get("year"):
            projects = projects.filter(plan__year=int(values["year"]))
        if values.get("overdue"):
            late = Task.objects.open().filter(project=OuterRef("pk"), due__lt=timezone.localdate())
            projects = projects.filter(Exists(late))
        return search(projects, values.get("q") or "")


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


def _years(actor: Actor) -> list[int]:
    plans = AnnualPlan.objects.filter(jurisdiction=actor.jurisdiction)
    return list(plans.order_by("-year").values_list("year", flat=True))


def _units(actor: Actor) -> QuerySet[Organization]:
    jurisdiction = actor.jurisdiction
    if jurisdiction is None:
        return Organization.objects.none()
    here = Organization.objects.filter(jurisdiction=jurisdiction) | Organization.objects.filter(
        jurisdiction__parent=jurisdiction
    )
    return here.government().active().order_by("jurisdiction_id", "name")
