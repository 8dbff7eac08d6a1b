"""Every verb of the trail reads as words. The verbs are found in the source, where deeds are recorded."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from egov.audit.deeds import DEEDS, deed_label
from projects.flow import STEPS

TOP = Path(settings.BASE_DIR)
APPS = ("egov", "projects", "reviews", "procurement", "acceptance")
RECORDING = {"record", "_record", "record_event", "note"}
STEP_VERB = "f'project.{step.name}'"


def test_every_verb_has_a_label() -> None:
    missing = sorted({verb for verb in _recorded_verbs() if verb not in DEEDS})
    assert not missing, f"give these a label in egov/audit/deeds.py: {missing}"


def test_every_label_is_of_a_verb() -> None:
    unused = sorted(DEEDS.keys() - set(_recorded_verbs()))
    assert not unused, f"nothing records these; take them out of egov/audit/deeds.py: {unused}"


def test_verbs_are_written_out_where_they_are_recorded() -> None:
    dark = [f"{place}: {text}" for place, verb, text in _recordings() if verb is None]
    assert not dark, f"write the whole verb as a literal, so that one can search for it: {dark}"


def test_no_label_hides_a_step() -> None:
    assert not {f"project.{name}" for name in STEPS} & DEEDS.keys()


def test_a_verb_without_label_is_shown_as_it_is() -> None:
    assert deed_label("no.such_verb") == "no.such_verb"


def _recorded_verbs() -> Iterator[str]:
    return (verb for _place, verb, _text in _recordings() if verb)


def _recordings() -> Iterator[tuple[str, str | None, str]]:
    """Yield place, verb and source text of each recording; the verb is None where it is not literal."""
    for app in APPS:
        for file in sorted((TOP / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield from _recordings_in(file)


def _recordings_in(file: Path) -> Iterator[tuple[str, str | None, str]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        passed_on = {one.arg for one in [*function.args.args, *function.args.kwonlyargs]}
        for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
            argument = _verb_argument(call)
            if argument is None or (isinstance(argument, ast.Name) and argument.id in passed_on):
                continue
            text = ast.unparse(argument)
            if text != STEP_VERB:
                place = f"{file.relative_to(TOP)}:{call.lineno}"
                yield from ((place, verb, text) for verb in _literals(argument, function))


def _verb_argument(call: ast.Call) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in RECORDING:
        return None
    named = [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
    return next(iter([*named, *call.args]), None)


def _literals(value: ast.expr, function: ast.FunctionDef) -> list[str | None]:
    if isinstance(value, ast.Constant):
        return [str(value.value)]
    if isinstance(value, ast.IfExp):
        return [*_literals(value.body, function), *_literals(value.orelse, function)]
    if isinstance(value, ast.Name):
        given = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == value.id
        ]
        if given:
            return [verb for one in given for verb in _literals(one, function)]
    return [None]
