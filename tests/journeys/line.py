"""A telephone line between browser and server that can be cut, or lose answers after the server has done its work."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Line:
    """A proxy on loopback; `state` is "up", "down" (nobody answers) or "deaf" (asked, done, but no answer arrives)."""

    def __init__(self, target: int) -> None:
        self.state = "up"
        self.lost = 0
        self._target = target
        self._trap: tuple[bytes, Callable[[], None], bool] | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._awaited: dict[socket.socket, Callable[[], None]] = {}  # by the browser's end of the link
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

    def trip(self, mark: bytes, act: Callable[[], None], *, answered: bool) -> None:
        """Do `act` once, when a question begins so: instead of carrying it, or instead of carrying its answer."""
        self._trap = mark, act, answered

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

    def _tripped(self, source: socket.socket, to: socket.socket, data: bytes, answers: bool) -> bool:
        """Whether this is where the trap lies; `act` is done then."""
        if answers and to in self._awaited:
            act = self._awaited.pop(to)
        elif not answers and self._trap is not None and data.startswith(self._trap[0]):
            (_mark, act, after), self._trap = self._trap, None
            if after:
                self._awaited[source] = act
                return False
        else:
            return False
        act()
        return True

    def _pump(self, source: socket.socket, to: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self._tripped(source, to, data, answers):
                    break
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
