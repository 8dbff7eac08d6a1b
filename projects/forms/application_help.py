"""One line of help where the paper form needed a telephone call, and how tall each text is drawn."""

from typing import Any

from django.utils.translation import gettext_lazy as _

HELP: dict[str, Any] = {
    "leader_name": _("Who answers for the project in your unit."),
    "contact_name": _("Whom the office may ask about this form."),
    "confidentiality": _("Classified projects are not written into this system beyond this page."),
    "location": _("Machine room, premises, or “government cloud”."),
    "basis": _("Documents of higher levels, instructions, minutes, plans: with number and date."),
    "existing_systems": _("What your unit runs today, since when, and what it cannot do."),
    "relation_to_existing": _("What is integrated, replaced or shut down. What remains, and why."),
    "necessity": _("What goes wrong today, for whom, how often; figures where there are any."),
    "feasibility": _("People, technology, data and conditions that are already there."),
    "objectives": _("What will be better, and how one will tell."),
    "content": _("What is built, part by part."),
    "functions": _("One function per line."),
    "architecture": _("Layers, main components, and what is reused of common platforms."),
    "deployment": _("New machine rooms are not built where the government cloud can serve."),
    "data_needed": _("Which data of which units. If none, write “none”."),
    "platforms": _("Data sharing, identity, electronic certificates, maps and others."),
    "security_grade": _("The level you propose for grading under the multi-level protection scheme."),
    "cryptography": _("Where cryptography protects identity, transport, storage; plan for its assessment."),
    "xinchuang": _("Processors, operating systems, databases: what is adapted, and what is not yet."),
    "data_classification": _("Kinds of data, their grade, personal data, and how each is protected."),
    "annual_maintenance": _("After the warranty, in yuan per year."),
    "cost_basis": _("Work volume, unit prices, quotations."),
    "performance_goal": _("In a sentence or two, over the whole life of the system."),
}

ROWS = {"content": 10, "functions": 8, "necessity": 6, "architecture": 6}
