from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.cn import uscc as uscc_number
from stdnum.exceptions import ValidationError as NumberError

from egov.accounts.models import SINGLE_KINDS, Jurisdiction, Organization, User
from egov.ui.forms import BaseForm


class OwnPasswordForm(BaseForm, PasswordChangeForm):
    """The old password, and twice the new one."""


class PersonForm(BaseForm, forms.ModelForm):
    """What a system administrator says of a person."""

    class Meta:
        model = User
        fields = ["username", "name", "phone", "email", "admin_role"]


class PersonEditForm(BaseForm, forms.ModelForm):
    """The same, later: the user name stays, and the account can be closed."""

    class Meta:
        model = User
        fields = ["name", "phone", "email", "admin_role", "is_active"]


class MembershipForm(BaseForm, forms.Form):
    """For whom a person acts, and in which capacity; with neither the membership ends."""

    organization = forms.ModelChoiceField(
        Organization.objects.active().order_by("jurisdiction__code", "name"),
        label=gettext_lazy("organization"),
    )
    is_handler = forms.BooleanField(label=gettext_lazy("handler"), required=False)
    is_signatory = forms.BooleanField(label=gettext_lazy("signatory"), required=False)


class HandOverForm(BaseForm, forms.Form):
    """Who takes over from a leaver."""

    successor = forms.CharField(
        label=gettext_lazy("user name of the successor"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off"}),
    )

    def clean_successor(self) -> User:
        """Return the person of that user name."""
        name: str = self.cleaned_data["successor"].strip()
        person = User.objects.filter(username=name, is_active=True).first()
        if person is None:
            raise ValidationError(_("There is no active account with this user name."))
        return person


class _OrganizationRules(forms.BaseForm):
    instance: Organization

    def clean_uscc(self) -> str:
        number: str = self.cleaned_data["uscc"].strip().upper()
        if not number:
            return ""
        try:
            return str(uscc_number.validate(number))
        except NumberError:
            raise ValidationError(_("This is not a valid unified social credit code.")) from None

    def clean(self) -> dict[str, Any]:
        """Refuse a second active one of a kind that a jurisdiction has once."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        kind = values.get("kind") or self.instance.kind
        jurisdiction = values.get("jurisdiction") or (
            self.instance.jurisdiction if self.instance.pk else None
        )
        others = Organization.objects.active().filter(kind=kind, jurisdiction=jurisdiction)
        is_second = kind in SINGLE_KINDS and others.exclude(pk=self.instance.pk).exists()
        if is_second and values.get("is_active", True):
            field = "kind" if "kind" in self.fields else "is_active"
            self.add_error(field, _("This jurisdiction has an active organization of this kind already."))
        return values


class OrganizationForm(_OrganizationRules, BaseForm, forms.ModelForm):
    """A new organization."""

    class Meta:
        model = Organization
        fields = ["name", "short_name", "kind", "jurisdiction", "uscc", "document_prefix"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jurisdiction = self.fields["jurisdiction"]
        assert isinstance(jurisdiction, forms.ModelChoiceField)  # noqa: S101 - tells the type
        jurisdiction.queryset = Jurisdiction.objects.order_by("code")


class OrganizationEditForm(_OrganizationRules, BaseForm, forms.ModelForm):
    """What may change of an organization."""

    class Meta:
        model = Organization
        fields = ["name", "short_name", "uscc", "document_prefix", "is_active"]


class JurisdictionForm(BaseForm, forms.ModelForm):
    """A city or a district."""

    class Meta:
        model = Jurisdiction
        fields = ["code", "name", "parent"]
