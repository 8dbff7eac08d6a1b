from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import BaseForm

MOST_MEGABYTES = 50


class CodeForm(BaseForm, forms.Form):
    number = forms.CharField(
        label=_("Document number"),
        max_length=80,
        help_text=_("As it is printed below the red head, for example 东信领办〔2026〕1号."),
    )
    code = forms.CharField(
        label=_("Verification code"),
        max_length=30,
        help_text=_("Twelve letters and digits, printed beside the square code."),
    )


class PaperForm(BaseForm, forms.Form):
    paper = forms.FileField(
        label=_("PDF file"),
        help_text=_("The file as you received it, at most 50 MB. It is not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def clean_paper(self) -> UploadedFile:
        paper: UploadedFile = self.cleaned_data["paper"]
        if (paper.size or 0) > MOST_MEGABYTES * 1024**2:
            raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": MOST_MEGABYTES})
        if not paper.read(5) == b"%PDF-":
            raise ValidationError(_("This is no PDF file. A scan or photograph cannot be verified here."))
        paper.seek(0)
        return paper
