"""Everything of a project in a ZIP: volume, open data, the files as they were filed, and their digests."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from egov.dossier.collecting import Dossier, Paper
from egov.jobs.models import Piece
from egov.opendata.oc4ids import Filed, Scope, package, project_data, with_everything
from projects.models import Project

CHUNK = 1024 * 1024
NOTE = "files 下的文件与报送时一字不差；sha256 为打包时重新计算。recorded_sha256 为报送时登记的散列值。"

UNCERTIFIED = "汇编单位没有发文代字或者电子印章，本卷宗未附证明书。"


@dataclass
class Package:
    """An archive that is being written; remembers the digest of whatever goes in."""

    archive: zipfile.ZipFile
    folder: str = ""
    digests: list[tuple[str, str]] = field(default_factory=list)

    def put(self, path: str, content: Iterator[bytes], *, packed: bool = False) -> tuple[str, int]:
        """Write a file piece by piece; return its digest and size. ``packed``: it would not get smaller."""
        info = zipfile.ZipInfo(self.folder + path, date_time=timezone.localtime().timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        sha256, size = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as target:
            for chunk in content:
                target.write(chunk)
                sha256.update(chunk)
                size += len(chunk)
        self.digests.append((path, sha256.hexdigest()))
        return sha256.hexdigest(), size

    def put_json(self, path: str, content: Any) -> tuple[str, int]:
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        return self.put(path, iter([text.encode()]))

    def put_sums(self) -> None:
        """Write the digests in the form that ``sha256sum -c`` reads."""
        text = "".join(f"{digest}  {path}\n" for path, digest in self.digests)
        self.put("SHA256SUMS", iter([text.encode()]))


def pack(
    archive: zipfile.ZipFile, dossier: Dossier, volume: Piece, certificate: Piece | None, *, folder: str = ""
) -> dict[str, Any]:
    """Write one project's dossier into an archive, below a folder; return its manifest's summary."""
    package = Package(archive, folder)
    entries = [_piece_entry(package, "dossier.pdf", volume, title="项目卷宗", **volume.facts)]
    if certificate:
        entries += [
            _piece_entry(package, "certificate.pdf", certificate, title="卷宗证明书", **certificate.facts)
        ]
    entries += [_paper_entry(package, paper) for paper in dossier.papers]
    sha256, size = package.put_json("oc4ids.json", open_data(dossier))
    entries.append({"path": "oc4ids.json", "sha256": sha256, "size": size, "title": "OC4IDS 0.9.5"})
    manifest: dict[str, Any] = {
        "project": {
            "number": dossier.project.number,
            "title": dossier.project.title,
            "stage": dossier.project.get_stage_display(),
        },
        "made_for": dossier.actor.organization.name if dossier.actor.organization else "",
        "made_by": dossier.actor.user.name,
        "trail": asdict(dossier.opening),
        "certificate": certificate.facts["number"] if certificate else UNCERTIFIED,
        "note": NOTE,
        "left_out": list(dossier.left_out),
        "files": entries,
    }
    digest, _size = package.put_json("manifest.json", manifest)
    package.put_sums()
    return {**manifest["project"], "folder": folder, "manifest_sha256": digest}


def _piece_entry(package: Package, path: str, piece: Piece, **more: Any) -> dict[str, Any]:
    with piece.file.open("rb") as content:
        return _entry(package, path, _chunks(content), **more)


def _entry(package: Package, path: str, content: Iterator[bytes], **more: Any) -> dict[str, Any]:
    sha256, size = package.put(path, content, packed=True)
    return {"path": path, "sha256": sha256, "size": size, **more}


def _paper_entry(package: Package, paper: Paper) -> dict[str, Any]:
    """Write a file as it was filed; say so if it is missing, or not what was filed."""
    version = paper.version
    told = {
        "title": version.document.title,
        "name": version.name,
        "chapter": paper.chapter.title,
        "kind": version.document.kind,
        "version": version.number,
        "source": version.organization.name,
        "uploaded_by": version.uploaded_by.name,
        "uploaded_at": timezone.localtime(version.uploaded_at).isoformat(timespec="seconds"),
        "in_volume": paper.is_bound,
        "recorded_sha256": version.sha256,
    }
    try:
        with version.file.open("rb") as file:
            entry = _entry(package, paper.path, _chunks(file), **told)
    except FileNotFoundError:
        return {"path": paper.path, "sha256": "", "size": 0, **told, "fault": "文件存储中找不到该文件"}
    if entry["sha256"] != version.sha256:
        entry["fault"] = "内容与报送时登记的散列值不符"
    return entry


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def open_data(dossier: Dossier) -> dict[str, Any]:
    """Return the project as an OC4IDS package with all that its reader may see."""
    project = with_everything(Project.objects.filter(pk=dossier.project.pk)).get()
    files = tuple(Filed(paper.version, paper.path) for paper in dossier.papers)
    base = settings.PUBLIC_URL.rstrip("/") + "/"
    return package(
        [project_data(project, Scope(base=base, whole=True, files=files))],
        uri=f"urn:uuid:{UUID(dossier.opening.hash[:32])}",
        publisher=dossier.actor.organization.name if dossier.actor.organization else "",
        at=project.updated_at,
    )
