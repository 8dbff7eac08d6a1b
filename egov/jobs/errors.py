"""Why work on a job ends before it is done."""


class JobTaken(Exception):
    """The job is in other hands, or over: a message that came twice."""


class JobLost(Exception):
    """The job was cancelled, or given to another worker, while this one was at work."""


class JobFailed(Exception):
    """The work cannot be done; the message says why, in words for the person who started it."""
