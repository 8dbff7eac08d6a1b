from projects.actions.papers.correcting import correct_paper, may_correct
from projects.actions.papers.drafting import NotPrintable, number_to_come, preview_paper
from projects.actions.papers.handing import note_paper_download
from projects.actions.papers.issuing import issue_paper

__all__ = [
    "NotPrintable",
    "correct_paper",
    "issue_paper",
    "may_correct",
    "note_paper_download",
    "number_to_come",
    "preview_paper",
]
