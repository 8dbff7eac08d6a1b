from egov.jobs.models.jobs import Job, result_path
from egov.jobs.models.pieces import Piece

__all__ = ["Job", "Piece", "result_path"]
