"""The chapters of a dossier, in the order of a project's life. Each knows one part of the process.

Dossiers are official papers: they are written in simplified Chinese whatever language the screen shows.
"""

from collections.abc import Callable

from egov.accounts.acting import Actor
from egov.dossier.chapters.acceptance import acceptance
from egov.dossier.chapters.application import application
from egov.dossier.chapters.approval import approval
from egov.dossier.chapters.argumentation import argumentation
from egov.dossier.chapters.construction import construction
from egov.dossier.chapters.money import money
from egov.dossier.chapters.operation import operation
from egov.dossier.chapters.planning import planning
from egov.dossier.chapters.scheme import scheme
from egov.dossier.chapters.tender import tender
from egov.dossier.chapters.trail import trail
from egov.dossier.outline import Chapter
from projects.models import Project

CHAPTERS: tuple[Callable[[Project, Actor], Chapter], ...] = (
    planning,
    application,
    argumentation,
    approval,
    scheme,
    tender,
    construction,
    acceptance,
    operation,
    money,
    trail,
)

__all__ = ["CHAPTERS"]
