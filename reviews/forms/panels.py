"""Forms of panels: who sits, what each found, what the panel concludes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.accounts.models import Membership
from egov.ui.forms import BaseForm
from projects.forms.fields import DocumentField
from projects.models import Project
from reviews.models import Assessment, Dimension, Panel, PanelMember, PanelSubject
from reviews.models.opinions import DIMENSIONS_OF
from reviews.models.pool import experts_for, officials_for, recused

SHORT = {"rows": 2}
LONG = {"rows": 6}


def _name_of(membership: Membership) -> str:
    profile = getattr(membership.user, "expert_profile", None)
    facts = (
        [profile.focus, profile.title, profile.employer] if profile else [membership.organization.short_name]
    )
    return f"{membership.user.name}（{'，'.join(fact for fact in facts if fact)}）"


class _PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return _name_of(obj)


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return _name_of(obj)


class PanelForm(BaseForm, forms.Form):
    """The people of a panel. Who must be recused is not offered; ``recusals`` names them and why."""

    experts = _PeopleField(
        Membership.objects.none(), label=gettext_lazy("Experts"), widget=forms.CheckboxSelectMultiple
    )
    officials = _PeopleField(
        Membership.objects.none(),
        label=gettext_lazy("Other members"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "At most a third of the panel; nobody from a unit that takes part in the project."
        ),
    )
    leader = _PersonField(
        Membership.objects.none(),
        label=gettext_lazy("Panel leader"),
        help_text=gettext_lazy("One of the chosen experts."),
    )

    def __init__(self, *args: Any, project: Project, bidders: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(experts_for(project))
        tied = recused(project, known, bidders=bidders)
        self.recusals = [(_name_of(one), tied[one.user_id]) for one in known if one.user_id in tied]
        free = experts_for(project).exclude(user__in=tied)
        self._offer("experts", free)
        self._offer("officials", officials_for(project))
        self._offer("leader", free)

    def _offer(self, name: str, people: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = people

    @property
    def members(self) -> list[Membership]:
        return [*self.cleaned_data["experts"], *self.cleaned_data["officials"]]


def _places(form: forms.Form, subjects: list[PanelSubject]) -> list[PanelSubject]:
    """Return the subjects in the order of the places that were typed."""
    return sorted(subjects, key=lambda subject: form.cleaned_data[f"place_{subject.pk}"])


class _RankingForm(BaseForm, forms.Form):
    """Adds a place for each thing that the panel ranks."""

    subjects: list[PanelSubject]

    def add_places(self, panel: Panel) -> None:
        """Add one field per subject; 1 is the best."""
        self.subjects = list(panel.subjects.order_by("pk"))
        count = len(self.subjects)
        for subject in self.subjects:
            self.fields[f"place_{subject.pk}"] = forms.IntegerField(
                label=_("Place of %(name)s") % {"name": subject.label}, min_value=1, max_value=count
            )

    def clean(self) -> dict[str, Any]:
        """Refuse two things at the same place."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        places = [values[name] for name in self.fields if name.startswith("place_") and name in values]
        if len(set(places)) != len(places):
            raise ValidationError(_("Give each a place of its own, 1 for the best."))
        return values

    @property
    def order(self) -> list[PanelSubject]:
        return _places(self, self.subjects)


class OpinionForm(_RankingForm):
    """What one member found."""

    problems = forms.CharField(
        label=gettext_lazy("Problems"), required=False, max_length=5000, widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("Needed unless you find “pass”."),
    )  # fmt: skip
    suggestions = forms.CharField(
        label=gettext_lazy("Suggestions"), required=False, max_length=5000, widget=forms.Textarea(attrs=LONG)
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("No interest of mine biases me. I file this opinion; it cannot be changed.")
    )

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panel = panel
        for dimension in DIMENSIONS_OF[panel.kind]:
            label = Dimension(dimension).label
            self.fields[f"assess_{dimension}"] = forms.ChoiceField(
                label=label, choices=Assessment.choices, widget=forms.RadioSelect
            )
            self.fields[f"remark_{dimension}"] = forms.CharField(
                label=_("Remark on: %(dimension)s") % {"dimension": label},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs=SHORT),
            )
        self.add_places(panel)
        if not panel.ranks:
            self.fields["verdict"] = forms.ChoiceField(
                label=_("Verdict"), choices=panel.conclusions, widget=forms.RadioSelect
            )
        last = ["verdict", "problems", "suggestions", "confirmed"]
        self.order_fields([name for name in self.fields if name not in last] + last)

    @property
    def findings(self) -> dict[str, tuple[str, str]]:
        values = self.cleaned_data
        return {
            dimension: (values[f"assess_{dimension}"], values[f"remark_{dimension}"])
            for dimension in DIMENSIONS_OF[self.panel.kind]
        }


class ConclusionForm(_RankingForm):
    """What the panel concludes, and who dissents."""

    opinion = forms.CharField(
        label=gettext_lazy("Opinion of the panel"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, *args: Any, panel: Panel, members: list[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panel, self.people = panel, members
        if not panel.ranks:
            self.fields["conclusion"] = forms.ChoiceField(
                label=_("Conclusion"), choices=panel.conclusions, widget=forms.RadioSelect
            )
        self.add_places(panel)
        if panel.kind == Panel.Kind.ARGUMENTATION:
            self._add_rejection()
        for member in members:
            self.fields[f"dissent_{member.pk}"] = forms.CharField(
                label=_("Dissent of %(name)s") % {"name": member.user.name},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs=SHORT),
            )
        self.order_fields(
            ["conclusion", *[name for name in self.fields if name.startswith("place_")], "opinion"]
        )

    def _add_rejection(self) -> None:
        self.fields["advises_rejection"] = forms.BooleanField(
            label=_("The panel advises to reject for good, not only to return"), required=False
        )
        self.fields["rejection_reason"] = forms.CharField(
            label=_("Why for good"), required=False, max_length=2000, widget=forms.Textarea(attrs=SHORT)
        )

    @property
    def dissents(self) -> dict[int, str]:
        return {member.pk: self.cleaned_data[f"dissent_{member.pk}"] for member in self.people}


class RevisionForm(BaseForm, forms.Form):
    """The revision that the panel asked for."""

    upload = DocumentField(label=gettext_lazy("Revision after argumentation"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upload = self.fields["upload"]
        if isinstance(upload, DocumentField):
            upload.jurisdiction_id = project.jurisdiction_id


class ReplacementForm(BaseForm, forms.Form):
    """Another person in a member's place."""

    successor = _PersonField(Membership.objects.none(), label=gettext_lazy("In their place"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, member: PanelMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project, panel = member.panel.project, member.panel
        people = experts_for(project) if member.is_expert else officials_for(project)
        tied = recused(project, people, bidders=panel.labels)
        taken = panel.members.values("user")
        successor = self.fields["successor"]
        if isinstance(successor, forms.ModelChoiceField):
            successor.queryset = people.exclude(user__in=taken).exclude(user__in=tied)
