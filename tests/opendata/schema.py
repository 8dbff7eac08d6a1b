"""Validates packages against the schema that the repository carries."""

import csv
import json
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

import egov.opendata

SCHEMAS = Path(egov.opendata.__file__).parent / "schemas"


def _schema(name: str) -> dict[str, Any]:
    return json.loads((SCHEMAS / f"oc4ids-0.9.5-{name}-schema.json").read_text())


_PROJECT = _schema("project")
_REGISTRY: Registry = Registry().with_resource(
    _PROJECT["id"], Resource.from_contents(_PROJECT, default_specification=DRAFT4)
)
_VALIDATOR = Draft4Validator(_schema("project-package"), registry=_REGISTRY, format_checker=FormatChecker())


def faults_of_package(package: dict[str, Any]) -> list[str]:
    """Name what in a package breaks the schema, its closed lists of codes included."""
    return [_sentence(error) for error in _VALIDATOR.iter_errors(package)]


def _sentence(error: Any) -> str:
    place = "/".join(map(str, error.absolute_path))
    if error.validator == "enum":
        return f"{place}: {error.instance!r} is not one of the list"
    return f"{place}: {error.message}"


def wrapped(*projects: dict[str, Any]) -> dict[str, Any]:
    """Put projects into a package."""
    return {
        "uri": "https://egov.example/data.json",
        "publishedDate": "2027-01-05T09:00:00+08:00",
        "version": "0.9",
        "publisher": {"name": "东海市信息化管理办公室"},
        "projects": json.loads(json.dumps(projects)),
    }


def codes_of(name: str) -> set[str]:
    """Return the codes of one of the lists."""
    with (SCHEMAS / "codelists" / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return {row["Code"] for row in csv.DictReader(file)}
