"""A person's own seat: the door of every page on which members work."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from projects.access import actor_of
from reviews.models import PanelMember


def own_seat(request: HttpRequest, pk: int) -> PanelMember:
    """Return a seat of the person's own; raise ``Http404`` for anybody else's."""
    seats = PanelMember.objects.of(actor_of(request)).select_related("panel__project__owner_unit", "user")
    return get_object_or_404(seats.prefetch_related("opinions"), pk=pk)
