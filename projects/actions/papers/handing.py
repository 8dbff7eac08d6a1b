"""Who took which paper home."""

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from projects.models import IssuedPaper


def note_paper_download(*, paper: IssuedPaper, by: Actor) -> None:
    """Write into the trail who took which paper home."""
    record_event(
        verb="paper.download",
        by=by,
        on=paper,
        project_id=paper.project_id,
        jurisdiction_id=paper.jurisdiction_id,
        after={"sha256": paper.sha256},
    )
