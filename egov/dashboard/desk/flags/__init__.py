from egov.dashboard.desk.flags.base import Flag, Flagged, Thresholds
from egov.dashboard.desk.flags.conduct import HASTE, LATE
from egov.dashboard.desk.flags.experts import OUTLIER, REPEATED_WINNER
from egov.dashboard.desk.flags.money import IDLE, NEAR_CHANGE, OVER_ESTIMATE
from egov.dashboard.desk.flags.purchases import SPLIT

FLAGS: dict[str, Flag] = {
    flag.code: flag
    for flag in (OVER_ESTIMATE, SPLIT, REPEATED_WINNER, HASTE, LATE, NEAR_CHANGE, OUTLIER, IDLE)
}
"""By code, in the order in which the desk shows them."""

__all__ = ["FLAGS", "Flag", "Flagged", "Thresholds"]
