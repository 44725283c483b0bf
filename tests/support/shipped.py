"""What is shipped, as CycloneDX 1.6: every locked package with version, licence and digests; and what is known against it.

    python -m tests.support.shipped [--out sbom.json] [--advisories osv-folder]

Reads the lock files and what is installed, asks nobody. Advisories are OSV files (`*.json`) that the operator brought
along; without them it says that it does not know.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOCKED = re.compile(r"^([\w.\[\]-]+)==(\S+?)(?: ;.*)? \\?\n((?:    --hash=sha256:\w+ ?\\?\n)+)", re.M)
UNSPOKEN = {"pyrage": "MIT"}  # told by its repository and not by the package
Part = dict[str, Any]


def python_parts(lock: str) -> Iterator[Part]:
    """The packages of `requirements.txt`."""
    for name, version, hashes in LOCKED.findall(lock):
        bare = re.sub(r"\[.*?\]", "", name).lower()
        yield _part(
            f"pkg:pypi/{bare}@{version}", bare, version, _licence_of(bare),
            [("SHA-256", digest) for digest in re.findall(r"sha256:(\w+)", hashes)],
        )  # fmt: skip


def browser_parts(lock: str) -> Iterator[Part]:
    """The packages of `package-lock.json` that reach a browser."""
    for path, package in json.loads(lock)["packages"].items():
        if path and not package.get("dev"):
            name = path.rpartition("node_modules/")[2]
            digest = base64.b64decode(package["integrity"].partition("-")[2]).hex()
            address = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
            yield _part(address, name, package["version"], package.get("license", ""), [("SHA-512", digest)])


def document(root: Path = ROOT) -> dict[str, Any]:
    """The whole bill of materials; the same lock files give the same bytes."""
    parts = [
        *python_parts((root / "requirements.txt").read_text()),
        *browser_parts((root / "package-lock.json").read_text()),
    ]
    own = re.search(r'^version = "(.+)"', (root / "pyproject.toml").read_text(), re.M)
    product = {
        "type": "application", "name": "siantar", "version": own[1] if own else "", "bom-ref": "siantar",
        "licenses": [{"license": {"id": "MIT"}}],
    }  # fmt: skip
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": product},
        "components": sorted(parts, key=lambda part: str(part["bom-ref"])),
        "dependencies": [{"ref": "siantar", "dependsOn": sorted(part["bom-ref"] for part in parts)}],
    }  # fmt: skip


def findings(parts: list[Part], folder: Path) -> list[str]:
    """A line for each advisory of the folder that names a part in this very version."""
    shipped = {(part["purl"].partition(":")[2].partition("/")[0], part["name"]): part["version"] for part in parts}
    lines = []
    for file in sorted(folder.rglob("*.json")):
        advisory = json.loads(file.read_text())
        for affected in advisory.get("affected", []):
            package = affected.get("package", {})
            key = (str(package.get("ecosystem", "")).lower(), str(package.get("name", "")).lower())
            if shipped.get(key) in affected.get("versions", []):
                lines.append(f"{key[1]} {shipped[key]}: {advisory.get('id')} {advisory.get('summary', '')}".strip())
    return lines


def _part(address: str, name: str, version: str, licence: str, digests: list[tuple[str, str]]) -> Part:
    return {
        "type": "library", "bom-ref": address, "purl": address, "name": name, "version": version,
        "licenses": [{"license": {"name": licence}}],
        "hashes": [{"alg": kind, "content": digest} for kind, digest in digests],
    }  # fmt: skip


def _licence_of(name: str) -> str:
    """What an installed package says of its licence; empty for one that is not installed here."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    spoken = about.get("License-Expression") or (classifiers and classifiers[-1].rpartition(":: ")[2])
    return str(spoken or (about.get("License") or "").strip().partition("\n")[0] or UNSPOKEN.get(name, ""))


def main() -> int:
    """Write the list, look for advisories; 1 where one is known."""
    options = argparse.ArgumentParser(prog="make sbom")
    options.add_argument("--out", type=Path, default=Path("sbom.json"))
    options.add_argument("--advisories", type=Path)
    chosen = options.parse_args()
    parts = (whole := document())["components"]
    chosen.out.write_text(json.dumps(whole, indent=1) + "\n")
    print(f"{chosen.out}: {len(parts)} parts")
    folder: Path | None = chosen.advisories
    files = sorted(folder.rglob("*.json")) if folder is not None and folder.is_dir() else []
    if folder is None or not files:
        print("No advisories here: whether anything is known against these parts is NOT known.")
        return 0
    lines = findings(parts, folder)
    print("\n".join(lines) or f"None of {len(files)} advisories in {folder} names a part in its version.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
