from projects.models import Project, SearchEntry, SearchPiece
from projects.models.search import normalize, pieces_of


def index_project(project: Project) -> None:
    """Bring up to date what a project is found by; does nothing when its text has not changed."""
    text = _text_of(project)
    entry = SearchEntry.objects.filter(project=project).first()
    if entry is not None and entry.text == text:
        return
    SearchEntry.objects.update_or_create(project=project, defaults={"text": text})
    wanted = pieces_of(text)
    present = set(SearchPiece.objects.filter(project=project).values_list("piece", flat=True))
    SearchPiece.objects.filter(project=project, piece__in=present - wanted).delete()
    SearchPiece.objects.bulk_create(SearchPiece(project=project, piece=piece) for piece in wanted - present)


def _text_of(project: Project) -> str:
    units = {project.owner_unit, project.user_unit, project.construction_entity} - {None}
    names = sorted(f"{unit.name} {unit.short_name}" for unit in units if unit)
    numbers = project.initiation_approvals.values_list("number", flat=True)
    return normalize(" ".join([project.number, project.title, *names, *numbers]))
