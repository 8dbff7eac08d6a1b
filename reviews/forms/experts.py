"""Forms of the expert pool: what is known of an expert, and what is done with it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from egov.ui.filters import FilterForm
from egov.ui.forms import BaseForm, DateField, ManyField
from reviews.masking import clean_bank_number, clean_id_number, clean_uscc
from reviews.models import CreditRecord, Expert, Specialty, Tie
from reviews.models.experts import ExpertQuerySet

MOST_SPECIALTIES = 5
TERM = timedelta(days=3 * 365)
SHORT = {"rows": 3}


def grouped_specialties() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the list as choices: the specialties below their fields."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in Specialty.objects.leaves():
        if one.parent:
            groups.setdefault(one.parent.name, []).append((one.pk, one.name))
    return list(groups.items())


class ExpertForm(BaseForm, forms.ModelForm):
    """What the pool knows of an expert's trade and employment."""

    class Meta:
        model = Expert
        fields = [
            "employer",
            "employer_uscc",
            "post",
            "title",
            "grade",
            "field_since",
            "focus",
            "specialties",
        ]
        widgets = {"specialties": forms.CheckboxSelectMultiple}
        field_classes = {"specialties": ManyField}
        help_texts = {
            "employer": gettext_lazy("The full name, as on its seal."),
            "field_since": gettext_lazy("Four digits, for example 2009."),
            "focus": gettext_lazy("In a few words, as it should read beside the name."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        specialties = self.fields["specialties"]
        assert isinstance(specialties, forms.ModelMultipleChoiceField)  # noqa: S101 - tells the type
        specialties.queryset = Specialty.objects.leaves()
        # Asked only where they are shown or chosen: a sheet of many people is read by many of these forms.
        specialties.choices = grouped_specialties
        specialties.help_text = _("At most %(n)d.") % {"n": MOST_SPECIALTIES}
        self.fields["field_since"].required = True

    def clean_employer_uscc(self) -> str:
        return clean_uscc(self.cleaned_data["employer_uscc"])

    def clean_field_since(self) -> int:
        year: int = self.cleaned_data["field_since"]
        if not timezone.localdate().year - 70 <= year <= timezone.localdate().year:
            raise ValidationError(_("Please give a year, for example 2009."))
        return year

    def clean_specialties(self) -> Any:
        chosen = self.cleaned_data["specialties"]
        if len(chosen) > MOST_SPECIALTIES:
            raise ValidationError(_("At most %(n)d.") % {"n": MOST_SPECIALTIES})
        return chosen


class ContactForm(BaseForm, forms.Form):
    """How an expert is reached."""

    phone = forms.CharField(label=gettext_lazy("phone"), max_length=30)
    email = forms.EmailField(label=gettext_lazy("email"), required=False)


class NewExpertForm(ExpertForm):
    """A person who has no account yet."""

    name = forms.CharField(label=pgettext_lazy("of a person", "name"), max_length=60)
    phone = forms.CharField(label=gettext_lazy("phone"), max_length=30)
    email = forms.EmailField(label=gettext_lazy("email"), required=False)
    field_order = ["name", "phone", "email"]


class IdentityForm(BaseForm, forms.Form):
    """Identity number and bank card. What is left empty stays as it is."""

    id_number = forms.CharField(label=gettext_lazy("identity number"), max_length=30, required=False)
    bank_name = forms.CharField(label=gettext_lazy("bank"), max_length=80, required=False)
    bank_number = forms.CharField(label=gettext_lazy("bank account"), max_length=40, required=False)

    def clean_id_number(self) -> str:
        text: str = self.cleaned_data["id_number"]
        return clean_id_number(text) if text else ""

    def clean_bank_number(self) -> str:
        text: str = self.cleaned_data["bank_number"]
        return clean_bank_number(text) if text else ""


class TieForm(BaseForm, forms.ModelForm):
    """What ties an expert to an organization."""

    since = DateField(label=gettext_lazy("from day"), required=False)
    until = DateField(
        label=gettext_lazy("to day"), required=False, help_text=gettext_lazy("Empty: it lasts.")
    )

    class Meta:
        model = Tie
        fields = ["kind", "name", "uscc", "since", "until", "note"]

    def clean_uscc(self) -> str:
        return clean_uscc(self.cleaned_data["uscc"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if values.get("kind") == Tie.Kind.FORMER_EMPLOYER and not until and "until" not in self.errors:
            self.add_error("until", _("Please say when the employment ended."))
        if since and until and until < since:
            self.add_error("until", _("This is before the beginning."))
        return values


class VerifyForm(BaseForm, forms.Form):
    """Until when a verified expert may be drawn."""

    valid_until = DateField(label=gettext_lazy("term ends on"), initial=lambda: timezone.localdate() + TERM)


class ReasonForm(BaseForm, forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )


class CreditForm(BaseForm, forms.Form):
    """A commendation, or misconduct."""

    kind = forms.ChoiceField(
        label=gettext_lazy("kind"),
        choices=[
            (one.value, one.label) for one in (CreditRecord.Kind.COMMENDATION, CreditRecord.Kind.MISCONDUCT)
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("what happened"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )


class ExpertFilter(FilterForm):
    """The filters above the pool."""

    q = forms.CharField(label=gettext_lazy("Name, number or employer"), required=False, max_length=60)
    specialty = forms.TypedChoiceField(
        label=gettext_lazy("Specialty"), required=False, coerce=int, empty_value=None
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        states = [("", _("All")), *Expert.State.choices]
        for name, choices in (("state", states), ("specialty", [("", _("All")), *_two_levels()])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
            field.choices = choices

    def apply(self, experts: ExpertQuerySet) -> ExpertQuerySet:
        """Return those that match everything that is set."""
        values = self.values()
        if "specialty" in values:
            covered = Specialty.objects.get(pk=values["specialty"]).covered()
            links = Expert.specialties.through.objects.filter(specialty__in=covered)
            experts = experts.filter(pk__in=links.values("expert"))
        if "state" in values:
            experts = experts.standing(values["state"])
        return experts.search(values.get("q", ""))


def _two_levels() -> Iterator[tuple[int, str]]:
    """Offer each field, then what is in it, set in."""
    for one in Specialty.objects.offered():
        yield one.pk, f"　{one.name}" if one.parent else one.name
