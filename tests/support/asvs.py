"""OWASP ASVS 5.0.0, level 2, row by row: `python -m tests.support.asvs` writes docs/security/asvs.md.

The numbers are those of the standard (CC BY-SA 4.0, OWASP); the words are ours, its sentences are not here.
"""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

from tests.support.asvs_rows import BESIDE, FIRST, MET, OPEN, Row
from tests.support.asvs_rows_more import SECOND

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security" / "asvs.md"
ROWS: tuple[Row, ...] = FIRST + SECOND
CHAPTERS = (
    "Encoding", "Input and business rules", "Browser", "API", "Files", "Login", "Sessions", "Rights", "Self-contained tokens",
    "OAuth and OIDC", "Cryptography", "Transport", "Configuration", "Data", "Code", "Records and faults", "WebRTC",
)  # fmt: skip
# How many rows each chapter has on level 1 and 2 together.
COUNTS = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
FILES = {
    "access": "project/test_access_of_staff", "access_rules": "rules/test_access", "addresses": "house/test_addresses",
    "api": "faces/test_api", "api_fuzz": "faces/test_api_by_its_description", "archive": "project/test_archive",
    "arrow": "house/test_house", "asvs": "house/test_asvs", "backup": "project/test_backup", "bad": "faces/test_bad_input",
    "badge": "faces/test_badge", "brake": "rules/test_brake", "channels": "messaging/test_channels",
    "complaints": "feedback/test_complaints", "courier": "faces/test_courier", "danger": "house/test_dangerous",
    "decide": "rules/test_decide", "documents": "house/test_documents", "doors": "project/test_open_doors",
    "factor": "project/test_second_factor", "front_end": "house/test_front_end", "gate": "house/test_gate",
    "generated": "house/test_pictures", "guessing": "attack/test_guessing", "house": "house/test_house",
    "https": "project/test_over_https", "idle": "project/test_idle_lock", "idle_browser": "journeys/test_idle_lock",
    "intake": "casework/test_who_hands_in", "interface": "house/test_interface", "journey": "rules/test_journey",
    "keys": "project/test_key_rotation", "ledger": "casework/test_ledger", "limits": "project/test_login_limits",
    "making": "roots/test_making", "many": "casework/test_many_at_once", "merkle": "rules/test_merkle",
    "model": "casework/test_ledger_against_a_plain_model", "odd": "rights/test_odd_readings", "out": "outward/test_outward",
    "papers": "paper/test_papers", "passkey": "journeys/test_passkey", "passwords": "project/test_passwords", "watching": "project/test_watching",
    "personal": "faces/test_personal_data", "pictures": "privacy/test_pictures", "privacy": "house/test_privacy_papers",
    "product": "house/test_product", "recipes": "house/test_recipes", "resident": "faces/test_resident",
    "retention": "rights/test_retention", "roads": "routing/test_roads", "roots_attack": "roots/test_attack",
    "safe_words": "rules/test_safe_words", "scanned": "rules/test_reading", "shipped": "project/test_shipped",
    "siege": "attack/test_siege", "statements": "casework/test_statements", "table": "faces/test_access_table",
    "templates": "house/test_templates", "tracking": "faces/test_tracking_page", "tracking_personal": "faces/test_personal_data",
    "vroom_reading": "routing/test_vroom_reading", "walk": "house/test_gate_walk", "ways": "faces/test_ways_and_promises",
    "witnesses": "roots/test_witnesses", "words": "messaging/test_words",
}  # fmt: skip
HEAD = """# OWASP ASVS 5.0.0, level 2, row by row

Generated from `tests/support/asvs.py` by `make pictures`; do not edit. Numbers of the standard (levels 1 and 2), words of ours; the sentences are in
[OWASP/ASVS](https://github.com/OWASP/ASVS/tree/v5.0.0). Met means that the tests beside it show it on every run; a test that is renamed
fails the build. Reviewed by the makers, by nobody else yet.

"""


def written() -> dict[Path, str]:
    """The page with its text."""
    counts = Counter(verdict for _, _, _, verdict, _ in ROWS)
    lines = [HEAD + f"**{len(ROWS)} rows: {counts[MET]} met, {counts[OPEN]} not met, {counts[BESIDE]} do not apply.**\n"]
    lines += ["## Not met\n", *(f"- **{number}** {words}: {why}" for number, _, words, verdict, why in ROWS if verdict == OPEN), ""]
    for chapter, name in enumerate(CHAPTERS, 1):
        lines += [f"## V{chapter} {name}\n", "| row | level | about | verdict | shown by, or why |", "|---|---|---|---|---|"]
        lines += [_line(row) for row in ROWS if row[0].startswith(f"V{chapter}.")]
        lines.append("")
    return {PAGE: "\n".join(lines)}


def _line(row: Row) -> str:
    number, level, words, verdict, evidence = row
    if verdict == MET:
        evidence = "<br>".join(f"[`{file}::{name}`](../../tests/{file})" for file, name in tests_of(evidence))
    return f"| {number} | {level} | {words} | {verdict} | {evidence} |"


def tests_of(evidence: str) -> list[tuple[str, str]]:
    """Files (below `tests/`) and names of the tests that show a row."""
    pairs = (part.strip().partition("::") for part in evidence.split(";"))
    return [(f"{FILES[file]}.py", f"test_{name}") for file, _, name in pairs]


@cache
def names_in(file: str) -> frozenset[str]:
    """The test functions of a file, read and not run."""
    tree = ast.parse((ROOT / "tests" / file).read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


if __name__ == "__main__":
    from tests.support.generated import write

    write(written)
