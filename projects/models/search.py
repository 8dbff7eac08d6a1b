"""What a project can be found by: its text cut into pieces of one and two characters.

Chinese has no word breaks, and both databases' own text search miss words of one or two characters;
pieces in a plain table work the same on both.
"""

import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project

MOST_PIECES = 4
"""How many pieces of a word are looked up; the text itself confirms the rest."""


class SearchEntry(models.Model):
    """The text by which a project is found: number, title, units, document number."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="search_entry")
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.text


class SearchPiece(models.Model):
    """One or two neighboring characters of a project's text."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="search_pieces", db_index=False)
    piece = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "project"], name="search_piece_once")]
        indexes = [models.Index(fields=["project"], name="search_piece_by_project")]

    def __str__(self) -> str:
        return self.piece


def normalize(text: str) -> str:
    """Return text as it is compared: full-width forms folded, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def pieces_of(text: str) -> set[str]:
    """Return the single characters and neighboring pairs of each word."""
    words = normalize(text).split()
    return {word[i : i + n] for word in words for n in (1, 2) for i in range(len(word) - n + 1)}


def pieces_to_look_up(word: str) -> list[str]:
    """Return the pieces that find a word: the word itself, or some of its pairs."""
    if len(word) <= 2:
        return [word]
    pairs = list(dict.fromkeys(word[i : i + 2] for i in range(len(word) - 1)))
    if len(pairs) <= MOST_PIECES:
        return pairs
    step = (len(pairs) - 1) / (MOST_PIECES - 1)
    return [pairs[round(i * step)] for i in range(MOST_PIECES)]
