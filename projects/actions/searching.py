from projects.models import Project, SearchEntry, SearchPiece
from projects.models.search import normalize, pieces_of

_UNITS = ("owner_unit", "user_unit", "construction_entity")
_READ = (
    "search_entry__text",
    "number",
    "title",
    "initiation_approvals__number",
    *(f"{unit}__{name}" for unit in _UNITS for name in ("name", "short_name")),
)


def index_project(project: Project) -> None:
    """Bring up to date what a project is found by; one query when its text has not changed."""
    # A row per approval, everything else the same in each.
    rows = list(Project.objects.filter(pk=project.pk).values_list(*_READ))
    text = _text_of(rows)
    if rows[0][0] == text:
        return
    SearchEntry.objects.update_or_create(project=project, defaults={"text": text})
    wanted = pieces_of(text)
    present = set(SearchPiece.objects.filter(project=project).values_list("piece", flat=True))
    SearchPiece.objects.filter(project=project, piece__in=present - wanted).delete()
    SearchPiece.objects.bulk_create(SearchPiece(project=project, piece=piece) for piece in wanted - present)


def _text_of(rows: list[tuple[str | None, ...]]) -> str:
    _indexed, number, title, _approval, *names = rows[0]
    units = {f"{name} {short}" for name, short in zip(names[::2], names[1::2], strict=True) if name}
    approvals = sorted(row[3] for row in rows if row[3])
    return normalize(" ".join([f"{number} {title}", *sorted(units), *approvals]))
