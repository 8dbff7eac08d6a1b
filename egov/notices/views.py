from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from egov.accounts.acting import actor_of
from egov.notices.actions import choose_mail as note_choice
from egov.notices.actions import mark_read
from egov.notices.models import Notice
from egov.ui.paging import paginate


def inbox(request: HttpRequest) -> HttpResponse:
    """Show a person's notices, the newest first."""
    page = paginate(Notice.objects.filter(user=actor_of(request).user), request, order=("-id",))
    return render(request, "notices/inbox.html", {"page": page})


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    notice = get_object_or_404(Notice, pk=notice_id, user=actor_of(request).user)
    mark_read(user=notice.user, notice_id=notice.pk)
    return redirect(notice.url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of a person's notices as read."""
    mark_read(user=actor_of(request).user)
    return redirect("notices:inbox")


@require_POST
def choose_mail(request: HttpRequest) -> HttpResponse:
    """Begin or stop to tell the person by mail what they have not read."""
    note_choice(wants=request.POST.get("wants") == "yes", by=actor_of(request))
    return redirect("notices:inbox")
