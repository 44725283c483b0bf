"""The power goes in the middle of a command: what it began stays half done, and nobody says goodbye."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

# Says when it sets to work: until then it only reads its libraries.
TELLING = """
from django.core.management.base import BaseCommand
from siantar.project.commands import main
execute = BaseCommand.execute
def telling(*arguments, **options):
    print("begun", flush=True)
    return execute(*arguments, **options)
BaseCommand.execute = telling
main()
"""


def lost_in(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> bool:
    """Whether `siantar` with these arguments met SIGKILL, with all it began, so long after it set to work; else it was through."""
    with tempfile.TemporaryFile("w+") as words:
        begun = subprocess.Popen(
            [sys.executable, "-c", TELLING, *command],
            env=dict(environment), stdout=subprocess.PIPE, stderr=words, start_new_session=True, text=True,
        )  # fmt: skip
        assert begun.stdout is not None
        begun.stdout.readline()
        try:
            begun.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(begun.pid, signal.SIGKILL)
            begun.wait()
        begun.stdout.close()
        words.seek(0)
        assert begun.returncode in (0, -signal.SIGKILL), f"{command} ended by itself: {words.read()}"
    return begun.returncode == -signal.SIGKILL
