"""Forms of a panel before it sits: convened, drawn for, its seats filled."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.accounts.models import Membership
from egov.ui.forms import BaseForm, DateTimeField, ManyField
from projects.models import Project
from reviews.actions import Ask
from reviews.models import Expert, Panel, PanelMember, Specialty
from reviews.models.pool import experts_for, officials_for

ROWS = range(1, 7)

OFFERED = 25
"""People whom a search offers; whoever is looked for among more is searched for with another word."""


def _name_of(membership: Membership) -> str:
    profile = getattr(membership.user, "expert_profile", None)
    facts = (
        [profile.focus, profile.title, profile.employer] if profile else [membership.organization.short_name]
    )
    return f"{membership.user.name}（{'，'.join(fact for fact in facts if fact)}）"


class _PeopleField(ManyField):
    def label_from_instance(self, obj: Any) -> str:
        return _name_of(obj)


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return _name_of(obj)


class _SeatField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


def specialty_choices() -> list[tuple[str, Any]]:
    """Return the specialties, each field with the whole of it first."""
    choices: list[tuple[str, Any]] = [("", "—")]
    for field in Specialty.objects.offered().filter(parent=None).prefetch_related("children"):
        leaves = [(one.code, one.name) for one in field.children.all() if one.is_active]
        whole = (field.code, _("%(field)s (all of it)") % {"field": field.name})
        choices.append((field.name, [whole, *sorted(leaves)]))
    return choices


class ConveneForm(BaseForm, forms.Form):
    """Everything that the office says of a panel: when and where, which experts, which officials."""

    meets_at = DateTimeField(label=gettext_lazy("Meeting at"))
    place = forms.CharField(label=gettext_lazy("Meeting place"), max_length=120)
    officials = _PeopleField(
        Membership.objects.none(),
        label=gettext_lazy("Officials"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "Named by you, at most a third of the panel. Whoever is tied to a party is not offered."
        ),
    )

    def __init__(self, *args: Any, project: Project, names: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["officials"]
        if isinstance(people, forms.ModelChoiceField):
            people.queryset = officials_for(project, names=names)
        choices = specialty_choices()
        for row in ROWS:
            self.fields[f"specialty_{row}"] = forms.ChoiceField(
                label=_("Specialty %(row)d") % {"row": row}, choices=choices, required=False
            )
            for name, label, initial in (("seats", _("Seats"), 1), ("reserves", _("Reserves"), 2)):
                self.fields[f"{name}_{row}"] = forms.IntegerField(
                    label=label,
                    min_value=1 if name == "seats" else 0,
                    max_value=20,
                    required=False,
                    initial=initial,
                )

    @property
    def rows(self) -> Iterator[list[forms.BoundField]]:
        """Return the fields of each line of the table of specialties."""
        for row in ROWS:
            yield [self[f"{name}_{row}"] for name in ("specialty", "seats", "reserves")]

    @property
    def asks(self) -> list[Ask]:
        values = self.cleaned_data
        return [
            Ask(values[f"specialty_{row}"], values[f"seats_{row}"] or 1, values[f"reserves_{row}"] or 0)
            for row in ROWS
            if values[f"specialty_{row}"]
        ]

    @property
    def meets(self) -> datetime:
        moment: datetime = self.cleaned_data["meets_at"]
        return moment


class WordForm(BaseForm, forms.Form):
    """What those who watch a draw call out."""

    word = forms.CharField(
        label=gettext_lazy("A number or word called out by those who watch"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("It goes into the draw, so that nobody can have known the result before."),
    )


class ReasonForm(BaseForm, forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MoveForm(ReasonForm):
    """Another time or place for a meeting."""

    meets_at = DateTimeField(label=gettext_lazy("Meeting at"))
    place = forms.CharField(label=gettext_lazy("Meeting place"), max_length=120)
    field_order = ["meets_at", "place", "reason"]


class AgainForm(ReasonForm):
    """A further draw for the seats that are empty."""

    reserves = forms.IntegerField(
        label=gettext_lazy("Reserves for each specialty"), min_value=0, max_value=20, initial=2
    )
    field_order = ["reserves", "reason"]


class ReplacementForm(ReasonForm):
    """Why a member leaves the panel."""

    departure = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[
            (one.value, one.label) for one in (PanelMember.Departure.ABSENT, PanelMember.Departure.REPLACED)
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["departure", "reason"]


class NamingForm(ReasonForm):
    """A person for an empty seat, named by hand."""

    membership = _PersonField(
        Membership.objects.none(), label=gettext_lazy("Person"), widget=forms.RadioSelect, empty_label=None
    )
    field_order = ["membership", "reason"]

    def __init__(self, *args: Any, panel: Panel, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.is_expert = words, not panel.official_seats_left
        offered = experts_for if self.is_expert else officials_for
        people = offered(panel.project, names=panel.labels, on=panel.meeting_day)
        free = people.exclude(user__in=panel.members.values("user"))
        chosen = self.data.get("membership", "") if self.is_bound else ""
        # Of a large pool those are offered who were searched for; what was chosen stays to be read again.
        found = free.filter(pk=int(chosen)) if chosen.isdecimal() else self._found(free)
        self.count = found.count()
        _offer(self, "membership", free.filter(pk__in=list(found.values_list("pk", flat=True)[:OFFERED])))

    def _found(self, free: QuerySet[Membership]) -> QuerySet[Membership]:
        if self.is_expert:
            experts = Expert.objects.search(self.words)
            return free.filter(user__in=experts.values("user")) if self.words else free.none()
        for word in self.words.split()[:5]:
            free = free.filter(Q(user__name__icontains=word) | Q(organization__name__icontains=word))
        return free


class LeaderForm(BaseForm, forms.Form):
    """Whom the members chose."""

    member = _SeatField(PanelMember.objects.none(), label=gettext_lazy("Panel leader"))

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = panel.members.declared().filter(is_expert=True).select_related("user")
        _offer(self, "member", seats.order_by("pk"))


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
