from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from projects.actions.documents import max_megabytes
from projects.files import ACCEPT, judge


class FileInput(forms.FileInput):
    """One file, chosen or dropped, listed with its size once chosen."""

    template_name = "components/file_input.html"


class DocumentField(forms.FileField):
    """A file whose content is checked against its name.

    The size limit is that of the jurisdiction: a form that knows its project sets
    ``self.fields["file"].jurisdiction_id = project.jurisdiction_id``, and the browser then says of a file
    that is too large that it would be refused, before it travels.
    """

    widget = FileInput
    default_help = _("PDF, DOCX, XLSX, PPTX, OFD, an image or a ZIP archive.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.default_help)
        kwargs.setdefault("allow_empty_file", True)  # It is refused by ``judge``, which names it.
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ACCEPT
        self._jurisdiction_id: int | None = None

    @property
    def jurisdiction_id(self) -> int | None:
        return self._jurisdiction_id

    @jurisdiction_id.setter
    def jurisdiction_id(self, value: int | None) -> None:
        self._jurisdiction_id = value
        self.widget.attrs["data-max-bytes"] = max_megabytes(value) * 1024 * 1024

    def to_python(self, data: File[Any] | None) -> File[Any] | None:
        """Return the upload; raise ``FileRefused`` in the words of ``projects.files``."""
        upload = super().to_python(data)
        if upload is not None:
            judge(upload, max_megabytes=max_megabytes(self.jurisdiction_id))
        return upload
