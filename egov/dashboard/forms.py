from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.audit.verification.seals import Exported, NoCheckpoint
from egov.dashboard.models import NoteRevision
from egov.ui.filters import FilterForm
from egov.ui.forms import BaseForm

LARGEST_CHECKPOINT = 100_000_000


class NoteForm(BaseForm, forms.Form):
    """What a finding says."""

    text = forms.CharField(
        label=_("What was found"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only the auditors of your jurisdiction read it. It cannot be changed, only revised."),
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=NoteRevision.Severity.choices, widget=forms.RadioSelect
    )


class RevisionForm(NoteForm):
    """A new revision; ``seen`` is the number of the one that was read."""

    state = forms.ChoiceField(label=_("State"), choices=NoteRevision.State.choices, widget=forms.RadioSelect)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class NoteFilter(FilterForm):
    """The filters above the findings."""

    state = forms.ChoiceField(label=_("State"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    project = forms.CharField(label=_("Project number"), required=False, max_length=30)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("state", NoteRevision.State), ("severity", NoteRevision.Severity)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *choices.choices]


class SearchForm(BaseForm, forms.Form):
    """A name for a search over the trail."""

    name = forms.CharField(label=_("Save this search as"), max_length=60)
    query = forms.CharField(max_length=1000, widget=forms.HiddenInput, required=False)


class CheckpointForm(BaseForm, forms.Form):
    """A checkpoint that was exported earlier and kept elsewhere; the trail is held against it."""

    file = forms.FileField(
        label=_("Exported checkpoint"),
        required=False,
        help_text=_(
            "A file that was downloaded here earlier and kept where nobody of the platform can write."
        ),
    )
    content: bytes = b""

    def clean_file(self) -> Any:
        """Read the file; refuse what is no checkpoint of ours, by its content."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > LARGEST_CHECKPOINT:
            raise forms.ValidationError(_("The file is too large for a checkpoint."))
        content = file.read()
        try:
            Exported(content)
        except NoCheckpoint as error:
            raise forms.ValidationError(_("The file is no exported checkpoint.")) from error
        self.content = content
        return file
