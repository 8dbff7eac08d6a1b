"""Experts from an Excel sheet: its columns, the template, and the reading of it.

Identity and bank numbers are left out on purpose: they do not travel in sheets, but are filled in on the
page of each expert, where they are sealed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from egov.accounts.models import Organization
from egov.ui.formats import listed
from egov.ui.xlsx import Row, UnreadableSheet, read_rows
from projects.importing import Column, Fault, Kind, fillable, heading_faults, in_all_languages, plain
from reviews.forms.experts import MOST_SPECIALTIES, NewExpertForm
from reviews.models import Expert, Specialty

MOST_ROWS = 200
"""People in one sheet; more would keep whoever uploads it waiting."""

_PARTED = re.compile(r"[、,，;；\n]")


def columns() -> list[Column]:
    """Return the columns, in the order in which one writes down a person."""
    text, choice = Kind.TEXT, Kind.CHOICE
    several = _("Names from the list, parted by “、”; at most %(n)d.") % {"n": MOST_SPECIALTIES}
    full, short = _("The full name, as on its seal."), _("In a few words, as it should read beside the name.")
    return [
        Column("name", pgettext_lazy("of a person", "Name"), text, "", required=True),
        Column("phone", gettext_lazy("Phone"), text, "", required=True),
        Column("email", gettext_lazy("Email"), text, ""),
        Column("employer", gettext_lazy("Employer"), text, full, required=True),
        Column("employer_uscc", gettext_lazy("Unified social credit code of the employer"), text, ""),
        Column("post", gettext_lazy("Post"), text, ""),
        Column("title", gettext_lazy("Professional title"), text, "", required=True),
        Column(
            "grade",
            gettext_lazy("Grade of the title"),
            choice,
            _("Choose from the list."),
            required=True,
            choices=Expert.Grade,
        ),
        Column(
            "field_since",
            gettext_lazy("In the field since (year)"),
            text,
            _("Four digits, for example 2009."),
            required=True,
        ),
        Column("focus", gettext_lazy("Field of work"), text, short),
        Column("specialties", gettext_lazy("Specialties"), text, several, required=True),
    ]


def template() -> bytes:
    """Return an empty workbook in the reader's language."""
    allowed = {
        "grade": [str(label) for label in Expert.Grade.labels],
        "specialties": [one.name for one in Specialty.objects.leaves()],
    }
    limit = _("At most %(n)d people in one sheet.") % {"n": MOST_ROWS}
    return fillable(columns(), allowed, title=_("Experts"), limit=limit, most_rows=MOST_ROWS)


@dataclass
class People:
    """What was understood, as ``NewExpertForm`` cleans it, and what was not."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Reader:
    columns: dict[str, Column]
    grades: dict[str, str]
    specialties: dict[str, int]


def read_experts(upload: UploadedFile, *, pool: Organization) -> People:
    """Return the people of a sheet, or everything that is wrong with it.

    Raises ``UnreadableSheet`` where it is no workbook or holds more than ``MOST_ROWS`` people.
    """
    found = read_rows(upload, max_rows=MOST_ROWS + 1)
    known = columns()
    headings, choices = in_all_languages(known)
    if len(found) < 2:
        raise UnreadableSheet(_("The sheet names nobody below its headings."))
    placed = [headings.get(plain(value)) for value in found[0].values]
    if faults := list(heading_faults(found[0], placed, known)):
        return People(faults=faults)
    by_name = {name: one.pk for one in Specialty.objects.leaves() for name in (one.name, one.code, str(one))}
    reader = _Reader({column.name: column for column in known}, choices["grade"], by_name)
    people = People()
    for row in found[1:]:
        _read(reader, row, placed, people)
    people.faults += _known_already(reader, people, pool, found)
    people.faults.sort(key=lambda fault: fault.row)
    return people


def _read(reader: _Reader, row: Row, placed: list[Column | None], people: People) -> None:
    typed = {
        column.name: plain(value)
        for column, value in zip(placed, row.values, strict=False)
        if column is not None
    }
    entered = typed | {"grade": reader.grades.get(typed.get("grade", ""), "")}
    form = NewExpertForm(entered)
    del form.fields["specialties"]
    faults = {} if form.is_valid() else {name: list(map(str, told)) for name, told in form.errors.items()}
    names = [name for part in _PARTED.split(typed.get("specialties", "")) if (name := part.strip())]
    if wrong := list(_faults_of_specialties(names, reader.specialties)):
        faults["specialties"] = wrong
    if typed.get("grade") and not entered["grade"]:
        faults["grade"] = [_("Choose from the list.")]
    people.faults += [
        Fault(row.number, reader.columns[name].header, message, typed.get(name, ""))
        for name, messages in faults.items()
        for message in messages
    ]
    specialties = [reader.specialties[name] for name in names if name in reader.specialties]
    people.rows.append({**form.cleaned_data, "specialties": specialties, "row": row.number})


def _faults_of_specialties(names: list[str], known: dict[str, int]) -> Iterator[str]:
    unknown = [name for name in names if name not in known]
    if not names:
        yield _("Please fill this in.")
    if unknown:
        yield _("Not in the list of specialties: %(name)s") % {"name": listed(unknown)}
    if len(names) > MOST_SPECIALTIES:
        yield _("At most %(n)d.") % {"n": MOST_SPECIALTIES}


def _known_already(reader: _Reader, people: People, pool: Organization, found: list[Row]) -> Iterator[Fault]:
    """Say who stands in the sheet twice, or is in the pool: the same name with the same phone."""
    rows = [row for row in people.rows if row.get("name") and row.get("phone")]
    members = pool.memberships.filter(user__name__in=[row["name"] for row in rows])
    inside = set(members.values_list("user__name", "user__phone"))
    count = Counter((row["name"], row["phone"]) for row in rows)
    for row in rows:
        person = (row["name"], row["phone"])
        if person in inside:
            yield Fault(row["row"], reader.columns["name"].header, _("Is in the pool already."), row["name"])
        elif count[person] > 1:
            message = _("Stands in the sheet more than once, with the same phone.")
            yield Fault(row["row"], reader.columns["name"].header, message, row["name"])
