"""The draw itself: what follows from a seed and a closed list, and nothing else.

No Django, no database, no clock. The decision "A draw that anybody can make again" says it in words, so
that anybody can do it again with a program of their own.
"""

from reviews.lottery.choice import drawn
from reviews.lottery.lists import FORMAT, ClosedList, closed_list
from reviews.lottery.proof import faults_of
from reviews.lottery.texts import commitment, digest, written

SEED_BYTES = 32

__all__ = [
    "FORMAT",
    "SEED_BYTES",
    "ClosedList",
    "closed_list",
    "commitment",
    "digest",
    "drawn",
    "faults_of",
    "written",
]
