"""The auditors' findings: a list, a page each, and the two forms that write them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import actor_of
from egov.dashboard.actions import NoteChanged, revise_note, write_note
from egov.dashboard.desk.access import auditors_only
from egov.dashboard.desk.findings import SEVERITIES, STATES, filtered_notes, notes_of, told
from egov.dashboard.desk.subjects import NoteSubject, subject_of
from egov.dashboard.forms import NoteFilter, NoteForm, RevisionForm
from egov.ui.paging import capped_count, paginate


@auditors_only
def notes(request: HttpRequest) -> HttpResponse:
    """Show the findings, the newest first."""
    filters = NoteFilter(request.GET)
    found = filtered_notes(filters, actor_of(request))
    page = paginate(found, request, order=("-id",))
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": page,
        "rows": [told(note) for note in page.items],
        "count": capped_count(found),
        "export": "findings",
        "tab": "notes",
    }
    return render(request, "dashboard/desk/notes.html", context)


@auditors_only
def write(request: HttpRequest) -> HttpResponse:
    """Write a finding on what the address names."""
    actor = actor_of(request)
    subject: NoteSubject = subject_of(request.GET, actor=actor)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = write_note(**form.cleaned_data, **vars(subject), by=actor)
        messages.success(request, _("The finding is on record."))
        return redirect(note)
    return render(
        request, "dashboard/desk/write_note.html", {"form": form, "subject": subject, "tab": "notes"}
    )


@auditors_only
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """Show a finding with all its revisions, and take a new one."""
    actor = actor_of(request)
    one = get_object_or_404(notes_of(actor), pk=note_id)
    current = {"text": one.text, "severity": one.severity, "state": one.state, "seen": one.number}
    form = RevisionForm(request.POST or None, initial=current)
    if request.method == "POST" and form.is_valid():
        try:
            revise_note(note=one, **form.cleaned_data, by=actor)
        except NoteChanged as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The revision is on record."))
            return redirect(one)
    revisions = [
        (one_of_them, SEVERITIES[one_of_them.severity], STATES[one_of_them.state])
        for one_of_them in one.revisions.select_related("by", "organization").order_by("-number")
    ]
    context = {"line": told(one), "note": one, "form": form, "revisions": revisions, "tab": "notes"}
    return render(request, "dashboard/desk/note.html", context)
