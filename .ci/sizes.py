"""Holds the size of modules and functions: small rooms, so that each is where one would look for it."""

import ast
import subprocess
import sys
from pathlib import Path

MODULE_MEDIAN, MODULE_P95, MODULE_MAX = 80, 300, 500
FUNCTION_P95, FUNCTION_MAX = 30, 60


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True)
    files = [Path(name) for name in listed.stdout.split() if "/migrations/" not in name]
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files if file.exists()}
    own = [file for file in lines if file.parts[0] not in {"tests", ".ci"}]
    functions = {where: size for file in own for where, size in function_sizes(file)}
    modules = [lines[file] for file in own if lines[file]]
    faults = [f"{file}: {size} lines" for file, size in lines.items() if size > MODULE_MAX]
    faults += [f"{where}: {size} lines" for where, size in functions.items() if size > FUNCTION_MAX]
    faults += too_large("modules, median", share(modules, 0.5), MODULE_MEDIAN)
    faults += too_large("modules, p95", share(modules, 0.95), MODULE_P95)
    faults += too_large("functions, p95", share(list(functions.values()), 0.95), FUNCTION_P95)
    if "--report" in sys.argv:
        report(modules, list(functions.values()))
        return 0
    print(*faults, sep="\n")
    return bool(faults)


def function_sizes(file: Path) -> list[tuple[str, int]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        (f"{file}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]


def share(sizes: list[int], part: float) -> int:
    return sorted(sizes)[min(len(sizes) - 1, int(len(sizes) * part))] if sizes else 0


def too_large(what: str, size: int, limit: int) -> list[str]:
    return [f"{what}: {size} lines, at most {limit}"] if size > limit else []


def report(modules: list[int], functions: list[int]) -> None:
    for name, sizes in (("modules", modules), ("functions", functions)):
        print(
            f"  {name}: {len(sizes)}, median {share(sizes, 0.5)}, "
            f"p95 {share(sizes, 0.95)}, max {max(sizes, default=0)} lines"
        )


if __name__ == "__main__":
    sys.exit(main())
