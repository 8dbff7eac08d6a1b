from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import BaseForm


class ImportForm(BaseForm, forms.Form):
    file = forms.FileField(
        label=_("Excel workbook"),
        help_text=_("The filled-in template, .xlsx. The first sheet is read."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
