"""A telephone line between browser and server that can be cut, or lose answers after the server has done its work."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Line:
    """A proxy on loopback; `state` is "up", "down" (nobody answers) or "deaf" (asked, done, but no answer arrives)."""

    def __init__(self, target: int) -> None:
        self.state = "up"
        self.lost = 0
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """No network from now on."""
        self.state = "down"
        self._drop()

    def lose_answers(self) -> None:
        """Questions arrive, answers do not."""
        self.state = "deaf"
        self._drop()

    def mend(self) -> None:
        """All is well again."""
        self.state = "up"

    def close(self) -> None:
        """The end."""
        self._listener.close()
        self._drop()

    def _drop(self) -> None:
        for link in list(self._open):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            if self.state == "down":
                browser.close()
            else:
                threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._target))
        self._open |= {browser, server}
        threading.Thread(target=self._pump, args=(server, browser, True), daemon=True).start()
        self._pump(browser, server, False)

    def _pump(self, source: socket.socket, to: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if answers and self.state == "deaf":
                    self.lost += 1
                    break
                if self.state == "down":
                    break
                to.sendall(data)
        for end in (source, to):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
            self._open.discard(end)
