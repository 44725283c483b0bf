"""A worker that is told to end does so, however long its job takes; the job goes on at the next start."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from siantar.project import jobs
from siantar.project.management.commands import work

def slow(_at):
    print("begun", flush=True)
    time.sleep(600)
    print("done", flush=True)

work.JOBS = (jobs.Job("slow", slow, 1.0),)
work.GRACE = 0.5
call_command("work", *sys.argv[1:])
"""


LONGEST = 60  # seconds: a worker ends at once, on a busy machine too
QUICK = SCRIPT.replace("time.sleep(600)", "pass")


def test_a_signal_that_the_system_hands_to_another_thread_ends_it_too(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "siantar.project.settings", "SIANTAR_DATA": str(tmp_path)}
    command = [sys.executable, "-c", QUICK, "--no-plans"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout.readline() == "begun\n"
        thread = max(int(entry.name) for entry in Path(f"/proc/{worker.pid}/task").iterdir())
        assert thread != worker.pid
        ctypes.CDLL(None).tgkill(worker.pid, thread, signal.SIGTERM)
        try:
            assert worker.wait(LONGEST) == 0
        finally:
            worker.kill()


def test_a_long_job_is_broken_off(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "siantar.project.settings", "SIANTAR_DATA": str(tmp_path)}
    for options in (["--no-plans"], ["--once", "--no-plans"]):
        command = [sys.executable, "-c", SCRIPT, *options]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout.readline() == "begun\n"
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(120) == 0
            assert worker.stdout.read() == ""
