"""All marks of a panel, and the conclusions that they and the votes bear."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.models.opinions import Opinion
from reviews.models.panels import CONCLUSIONS_OF, Panel, PanelMember
from reviews.models.results import Result
from reviews.models.sheets import MarkSheet
from reviews.models.subjects import PanelSubject


@dataclass
class Tally:
    """All marks of a panel whose members have all filed, and what follows from them."""

    panel: Panel
    sheet: MarkSheet
    members: list[PanelMember]
    opinions: list[Opinion]
    """Those that count, in the members' order."""
    results: list[Result]

    @property
    def placed(self) -> list[Result]:
        """Return what is placed, the best first."""
        return sorted((one for one in self.results if one.place), key=lambda one: one.place or 0)

    @property
    def order(self) -> list[PanelSubject]:
        return [one.subject for one in self.placed if one.subject is not None]

    @property
    def against(self) -> int:
        """Return how many members found “fail”."""
        return sum(opinion.verdict == Panel.Conclusion.FAIL for opinion in self.opinions)

    @property
    def is_below_pass_mark(self) -> bool:
        mark = self.sheet.pass_mark
        return not self.panel.ranks and mark is not None and self.results[0].average < mark

    def reasons(self) -> list[str]:
        """Say what the conclusion follows from."""
        if self.panel.ranks:
            return [
                _("%(placed)d of %(all)d can be placed")
                % {"placed": len(self.placed), "all": len(self.results)}
            ]
        votes = {"against": self.against, "all": len(self.members)}
        told = [_("%(against)d of %(all)d members found “fail”") % votes]
        if self.sheet.pass_mark is not None:
            marks = {"average": self.results[0].average, "mark": self.sheet.pass_mark}
            told.append(_("the average is %(average)s, the pass mark %(mark)s") % marks)
        return told

    @property
    def conclusions(self) -> list[Panel.Conclusion]:
        """Return the conclusions to which the panel can still come.

        It passes only if more than half of the members found so and the average reaches the pass mark;
        an order follows from the marks alone, unless nothing can be placed.
        """
        if self.panel.ranks:
            failed = not self.placed
        else:
            failed = self.against * 2 >= len(self.members) or self.is_below_pass_mark
        if failed:
            return [Panel.Conclusion.FAIL]
        return [one for one in CONCLUSIONS_OF[Panel.Kind(self.panel.kind)] if one != Panel.Conclusion.FAIL]

    @property
    def likeliest(self) -> Panel.Conclusion:
        """Return the conclusion, among those that are possible, that most members found."""
        verdicts = [opinion.verdict for opinion in self.opinions]
        return max(self.conclusions, key=verdicts.count)
