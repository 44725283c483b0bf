"""`make client`: the typed Python client of the API as a small wheel of its own, generated from the description.

Nothing generated is kept in the repository. The generator lives in an environment of its own (requirements-client.txt),
because it brings a linter and a web client that Siantar itself has no use for.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv" / "client"
PACKAGE = "siantar_client"
README = """# siantar-client

The API of Siantar, typed; generated from its description (OpenAPI). `Client` for what is public, `AuthenticatedClient(token=...)` for the rest:

    from siantar_client import AuthenticatedClient
    from siantar_client.api.core import list_services

    with AuthenticatedClient(base_url="https://KANTOR", token="TOKEN") as client:
        print(list_services.sync(client=client))

What stays put in the API, and what its answers mean: `docs/interface.md` of Siantar.
"""


def simplified(description: dict[str, Any]) -> dict[str, Any]:
    """The description as the generator understands it; what is sent and answered stays the same.

    It knows no default that is an object, takes `allOf` of one member for a class of its own, and PDF for nothing it
    can read. Modules and functions bear the short names of the API's own.
    """
    plain = deepcopy(description)
    for methods in plain["paths"].values():
        for operation in methods.values():
            room, name = operation["operationId"].removeprefix("siantar_faces_api_").split("_", 1)
            operation |= {"operationId": name, "tags": ["core" if room == "views" else room]}
    for part in _parts(plain):
        if isinstance(part.get("default"), dict | list):
            del part["default"]
        if isinstance(part.get("allOf"), list) and len(part["allOf"]) == 1:
            part.update(part.pop("allOf")[0])
        if "application/pdf" in part:
            part["application/octet-stream"] = part.pop("application/pdf")
    return plain


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, the innermost first."""
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for child in list(children):
        yield from _parts(child)
    if isinstance(tree, dict):
        yield tree


def described() -> dict[str, Any]:
    """The description, as this checkout gives it."""
    from siantar.faces.api.views import api

    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def version() -> str:
    """The client bears the number of the Siantar it was made from."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def tools() -> Path:
    """The Python of the generator's environment, made where it is missing or of another list."""
    python, wanted = TOOLS / "bin" / "python", (ROOT / "requirements-client.txt").read_text()
    mark = TOOLS / "installed.txt"
    if not mark.exists() or mark.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(TOOLS)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
        subprocess.run([str(python), *install, str(ROOT / "requirements-client.txt")], check=True)
        mark.write_text(wanted)
    return python


def build(description: dict[str, Any], into: Path) -> Path:
    """Generate from this description and build the wheel; its path."""
    python = tools()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "openapi.json").write_text(json.dumps(simplified(description)))
        (work / "config.yml").write_text(json.dumps({"package_name_override": PACKAGE, "post_hooks": []}))
        generator = [str(python), "-m", "openapi_python_client", "generate", "--path", str(work / "openapi.json")]
        more = ["--config", str(work / "config.yml"), "--output-path", str(work / "client"), "--meta", "none", "--fail-on-warning"]
        subprocess.run([*generator, *more], check=True, cwd=work, stdout=subprocess.DEVNULL)
        project = work / "project"
        shutil.copytree(work / "client", project / PACKAGE)
        (project / PACKAGE / "py.typed").touch()
        (project / "README.md").write_text(README)
        (project / "pyproject.toml").write_text(_project())
        shutil.copy(ROOT / "LICENSE", project / "LICENSE")
        into.mkdir(exist_ok=True, parents=True)
        timed = {**os.environ, "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "1767225600")}
        wheel = [str(python), "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
        subprocess.run(wheel, check=True, cwd=project, env=timed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return into / f"{PACKAGE}-{version()}-py3-none-any.whl"


def _project() -> str:
    return f"""[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "siantar-client"
version = "{version()}"
description = "Typed client of Siantar's API"
readme = "README.md"
license = "MIT"
requires-python = ">=3.11"
dependencies = ["httpx>=0.23.1,<0.29", "attrs>=22.2"]

[tool.hatch.build.targets.wheel]
packages = ["{PACKAGE}"]
"""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    os.environ.setdefault("SIANTAR_DEMO", "1")
    os.environ.setdefault("SIANTAR_DATA", tempfile.mkdtemp())
    import django

    django.setup()
    print(build(described(), ROOT / "dist" / "client").relative_to(ROOT))
