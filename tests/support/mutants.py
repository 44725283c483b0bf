"""Change the rules one small way after another, and see which changes no test notices (docs/developer/mutants.md).

    python -m tests.support.mutants                                   `siantar/rules` against `tests/rules`
    python -m tests.support.mutants siantar/rules/decide.py
    python -m tests.support.mutants siantar/casework/ledger.py tests/casework/test_ledger.py

In a copy of the tree and an environment of its own, so that nothing here is touched; on one core, politely.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOL = "mutmut==3.8.1"
COPIED = ("siantar", "tests", "docs", "pyproject.toml", "CONTRIBUTING.md", "Makefile")
SETTINGS = """\
[mutmut]
paths_to_mutate={code}
source_paths={code}
also_copy=
    siantar
    tests
    docs
    pyproject.toml
pytest_add_cli_args_test_selection=
    {tests}
pytest_add_cli_args=-p no:randomly -p no:xdist -p no:cacheprovider -x
"""


def prepare(folder: Path, code: str, tests: Sequence[str]) -> Path:
    """A copy of the tree and the tool beside it; where the tool is."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / "setup.cfg").write_text(SETTINGS.format(code=code, tests="\n    ".join(tests)))
    venv.create(folder / ".tool", with_pip=True)
    python = folder / ".tool" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", TOOL], check=True)
    [packages] = (folder / ".tool" / "lib").glob("python*/site-packages")
    [ours] = (ROOT / ".venv" / "lib").glob("python*/site-packages")
    (packages / "ours.pth").write_text(f"{ours}\n")
    return python


def judged(listed: str) -> dict[str, Counter[str]]:
    """What became of the changes of each function, from the tool's list: how many were killed, survived, met no tests."""
    functions: dict[str, Counter[str]] = {}
    for name, end in re.findall(r"^\s*(\S+)__mutmut_\d+: (.+)$", listed, re.MULTILINE):
        functions.setdefault(name.removeprefix("siantar."), Counter())[end] += 1
    return functions


def by_module(functions: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """The same for each module; the tool marks a function by `.x_` and a method by `.xǁ` before its name."""
    modules: dict[str, Counter[str]] = {}
    for name, ends in functions.items():
        modules.setdefault(re.split(r"\.x[_ǁ]", name)[0], Counter()).update(ends)
    return modules


def main(words: Sequence[str]) -> None:
    """Run, and print what became of the changes of each module and the functions with survivors."""
    code, *tests = words or ["siantar/rules/"]
    with tempfile.TemporaryDirectory(prefix="siantar-mutants-") as name:
        folder = Path(name)
        python = prepare(folder, code, tests or ["tests/rules"])
        tool = ["nice", "-n", "19", python, "-m", "mutmut"]
        subprocess.run([*tool, "run", "--max-children", "1"], cwd=folder, check=False)
        listing = [*tool, "results", "--all", "true"]
        functions = judged(subprocess.run(listing, cwd=folder, check=True, capture_output=True, text=True).stdout)
    for module, ends in sorted(by_module(functions).items()):
        print(module, ", ".join(f"{end} {count}" for end, count in ends.most_common()))
    for function, ends in sorted(functions.items(), key=lambda pair: -pair[1]["survived"]):
        if ends["survived"]:
            print(f"{ends['survived']:4} {function}")


if __name__ == "__main__":
    main(sys.argv[1:])
