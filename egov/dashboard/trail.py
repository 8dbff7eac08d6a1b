"""The trail, for those who may read it: search by person, project, deed and day."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.access import needs
from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction, User
from egov.accounts.roles import Permission
from egov.audit.deeds import DEEDS, deed_label
from egov.audit.models import Event, EventQuerySet
from egov.ui.forms import BaseForm
from egov.ui.paging import capped_count, paginate
from projects.access import actor_of
from projects.flow import STEPS
from projects.models import Project


class TrailFilter(BaseForm, forms.Form):
    """What one looks for in the trail."""

    person = forms.CharField(label=_("person"), required=False, max_length=60)
    project = forms.CharField(label=_("project number"), required=False, max_length=30)
    since = forms.DateField(
        label=_("from day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(label=_("to day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        """Return the events that match everything that is set."""
        self.is_valid()
        values = self.cleaned_data
        if values.get("person"):
            name = values["person"].strip()
            people = User.objects.filter(Q(name=name) | Q(username=name))
            events = events.filter(actor_id__in=people.values("pk"))
        if values.get("project"):
            number = values["project"].strip()
            events = events.filter(project_id__in=Project.objects.filter(number=number).values("pk"))
        if values.get("since"):
            events = events.filter(at__gte=_midnight(values["since"]))
        if values.get("until"):
            events = events.filter(at__lt=_midnight(values["until"] + timedelta(days=1)))
        return events


def _midnight(day: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def readable_events(actor: Actor) -> EventQuerySet:
    """Return the trail that a person may read: an auditor their jurisdiction and its districts.

    The audit administrator reads the logs of accounts and policy, not of projects.
    """
    if actor.jurisdiction is None:
        return Event.objects.filter(project_id__isnull=True)
    below = Jurisdiction.objects.filter(parent=actor.jurisdiction).values_list("pk", flat=True)
    return Event.objects.filter(Q(jurisdiction_id__in=[actor.jurisdiction.pk, *below]))


def label_of(event: Event) -> str:
    """Return what was done, in the reader's language."""
    step = STEPS.get(event.verb.removeprefix("project."))
    return str(step.label) if step and event.verb not in DEEDS else deed_label(event.verb)


@needs(Permission.READ_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """Show the trail, the newest first."""
    form = TrailFilter(request.GET)
    events = form.apply(readable_events(actor_of(request)))
    page = paginate(events.with_people(), request, order=("-at", "-id"), per_page=50)
    lines = [(event, label_of(event)) for event in page.items]
    context = {"form": form, "page": page, "lines": lines, "count": capped_count(events)}
    return render(request, "dashboard/trail.html", context)
