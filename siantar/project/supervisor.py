"""`siantar work` beside the server: started again when it dies, ended with the server."""

from __future__ import annotations

import subprocess
import sys
import threading

LOOK, REST = 0.5, 2.0  # seconds between looks, and before a dead one is started again
PATIENCE = 10.0
COMMAND = [sys.executable, "-m", "siantar.project", "work"]


class Companion:
    """Keeps one worker running until `end`."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self.process = subprocess.Popen(COMMAND)
        self._keeper = threading.Thread(target=self._keep, name="companion", daemon=True)
        self._keeper.start()

    def end(self) -> None:
        """Tell the worker to end and wait for it."""
        self._ended.set()
        self._keeper.join()
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # it breaks its jobs off by itself; this is for one that hangs
            self.process.kill()
            self.process.wait()

    def _keep(self) -> None:
        while not self._ended.wait(LOOK):
            if self.process.poll() is not None and not self._ended.wait(REST):
                self.process = subprocess.Popen(COMMAND)
