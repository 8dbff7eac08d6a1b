"""What one looks for in the trail, as one form and one query."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, User
from egov.audit.models import EventQuerySet, Particulars
from egov.dashboard.desk.deeds import deed_choices, verbs_of
from egov.dashboard.desk.reading import watched
from egov.dashboard.desk.wording import kind_label
from egov.ui.filters import FilterForm
from egov.ui.forms import DateField
from projects.filters import search
from projects.models import Project

MOST_NAMED = 50
"""So many persons, organizations or projects may bear a name; who means others says more of it."""

WORDS_DAYS = 366
"""Words are sought that far back, unless days are given: no index finds a word within a text."""

MOST_WORDS = 5


class TrailFilter(FilterForm):
    """The search above the trail."""

    person = forms.CharField(label=_("Person"), required=False, max_length=60)
    also_about = forms.BooleanField(
        label=_("Also what was done to the person, and failed log-ins"), required=False
    )
    organization = forms.CharField(label=_("Organization"), required=False, max_length=60)
    project = forms.CharField(label=_("Project number or title"), required=False, max_length=60)
    deed = forms.ChoiceField(label=_("Deed"), required=False)
    object = forms.CharField(label=_("Words in the object"), required=False, max_length=60)
    since = DateField(label=_("From day"), required=False)
    until = DateField(label=_("To day"), required=False)
    words = forms.CharField(label=_("Words in the reason"), required=False, max_length=60)
    request = forms.CharField(label=_("Request"), required=False, max_length=36)
    refused = forms.BooleanField(label=_("Refusals only"), required=False)
    about = forms.RegexField(
        r"^[a-z]+\.[a-z]+:\S+$",
        label=_("Exactly this object"),
        required=False,
        max_length=120,
        widget=forms.HiddenInput,
    )

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data)
        self.actor = actor
        deed: Any = self.fields["deed"]
        deed.choices = [("", _("All")), *deed_choices()]
        if actor.jurisdiction is None:
            del self.fields["project"]

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        """Return the events that match everything that is set."""
        values = self.values()
        for name, narrowed in self._narrowings().items():
            if values.get(name):
                events = events.filter(narrowed(values[name]))
        if {"words", "object"} & values.keys() and not {"since", "until"} & values.keys():
            events = events.filter(at__gte=timezone.now() - timedelta(days=WORDS_DAYS))
        return events

    def _narrowings(self) -> dict[str, Callable[[Any], Q]]:
        return {
            "person": self._by_person,
            "organization": self._by_organization,
            "project": self._by_project,
            "deed": lambda deed: _among("verb", verbs_of(deed)),
            "object": _by_words("object_label"),
            "since": lambda day: Q(at__gte=midnight(day)),
            "until": lambda day: Q(at__lt=midnight(day + timedelta(days=1))),
            "words": _by_words("reason"),
            "request": lambda request: Q(request_id=request.strip()),
            "refused": lambda _set: Q(refused=True),
            "about": _by_object,
        }

    def _by_person(self, name: str) -> Q:
        people = User.objects.filter(Q(name=name.strip()) | Q(username=name.strip()))
        ids = _ids(people)
        if not self.cleaned_data.get("also_about"):
            return _among("actor_id", ids)
        return Q(pk__in=Particulars.objects.filter(person_id__in=ids).values("event_id"))

    def _by_organization(self, name: str) -> Q:
        named = Q(name__icontains=name.strip()) | Q(short_name__icontains=name.strip())
        return _among("organization_id", _ids(Organization.objects.filter(named)))

    def _by_project(self, text: str) -> Q:
        here = Project.objects.filter(jurisdiction_id__in=watched(self.actor))
        exact = _ids(here.filter(number=text.strip()))
        return _among("project_id", exact or _ids(search(here, text)))

    def _chip(self, name: str, value: Any) -> str:
        if name == "deed":
            deeds = [deed for _group, of_group in deed_choices() for deed in of_group]
            value = next(label for deed, label in deeds if deed == value)
        if name == "about":
            kind, _colon, pk = value.partition(":")
            value = f"{kind_label(kind)} {pk}"
        return super()._chip(name, value)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_NAMED])


def _among(column: str, values: list[Any]) -> Q:
    """Return the condition that an index in the order of time serves best where there is but one value."""
    return Q(**{column: values[0]}) if len(values) == 1 else Q(**{f"{column}__in": values})


def _by_words(column: str) -> Callable[[str], Q]:
    def all_words(text: str) -> Q:
        found = ~Q(**{column: ""})
        for word in text.split()[:MOST_WORDS]:
            found &= Q(**{f"{column}__icontains": word})
        return found

    return all_words


def _by_object(about: str) -> Q:
    kind, _colon, pk = about.partition(":")
    return Q(object_type=kind, object_id=pk)
