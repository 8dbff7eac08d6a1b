"""The minutes of a panel: how it met, found, marked, signed and concluded, from what was filed.

They are kept with the panel and printed in the paper that is issued upon its conclusion. They are in
simplified Chinese whatever the screen's language: no gettext in this package. They name experts with
employer, specialty and title, never with a number of theirs. After domain samples.
"""

from reviews.minutes.writing import minutes_of

__all__ = ["minutes_of"]
