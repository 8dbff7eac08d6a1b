"""Projects together with who published them, whole or piece by piece."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from egov.opendata.oc4ids.values import Data, instant

VERSION = "0.9"


def package(projects: list[Data], *, uri: str, publisher: str, at: datetime) -> Data:
    """Return a package; ``at`` is when its content changed last."""
    return {**_head(uri, publisher, at), "projects": projects}


def package_parts(projects: Iterable[Data], *, uri: str, publisher: str, at: datetime) -> Iterator[str]:
    """Yield the text of a package, project by project: it may be larger than the memory."""
    head = json.dumps(_head(uri, publisher, at), ensure_ascii=False)
    yield head[:-1] + ', "projects": ['
    between = "\n"
    for project in projects:
        yield between + json.dumps(project, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _head(uri: str, publisher: str, at: datetime) -> Data:
    return {
        "uri": uri,
        "publishedDate": instant(at),
        "version": VERSION,
        "publisher": {"name": publisher},
    }
