"""One running copy per user: a second start hands over what it was to open, and ends.

They talk over a local socket (a named pipe on Windows); no network is used. The socket's name is made from the user's
settings folder, so that users, and tests, have each their own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QLockFile, QObject, Signal

from readiness import places

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_CONNECT_MILLISECONDS = 1_000
_ANSWER_MILLISECONDS = 10_000
"""A copy that is busy opening something large answers late; one that never answers is not waited for."""
_LOCK_MILLISECONDS = 3_000
_MOST_BYTES = 64 * 1024
_TAKEN = b"taken\n"


class Request(msgspec.Struct, frozen=True):
    """What a second start asks of the first: the path to open ('' for none), and its right to come to the front."""

    path: str = ""
    token: str = ""


class OneCopy(QObject):
    """Either hands over to the copy that runs, or becomes the one that others hand over to."""

    wanted = Signal(object)
    """Somebody started the program again: a Request."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Do nothing yet."""
        super().__init__(parent)
        self._server: QLocalServer | None = None
        self._starting: QLockFile | None = None
        self._waiting: set[_Conversation] = set()

    def hand_over(self, workspace: Path | None, *, listens_later: bool = False) -> bool:
        """Hand a path over to the copy that runs, and tell whether it took it; else others hand over to this one.

        What cannot be settled in a few seconds is left alone: the program then runs as a further copy, and the
        workspace's own lock keeps the two apart. With `listens_later`, others wait until `listen` is called.
        """
        self._starting = _lock()
        try:
            request = Request(str(workspace.absolute()) if workspace else "", _token())
            if _may_run(_name()) and _ask(_name(), request):
                return True
            if not listens_later:
                self._listen(_name())
        finally:
            if not listens_later:
                self._starting.unlock()
        return False

    def listen(self) -> None:
        """Have others hand over to this copy, where `hand_over` left that for later."""
        if self._starting is not None and self._starting.isLocked():
            self._listen(_name())
            self._starting.unlock()

    def _listen(self, name: str) -> None:
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - late for start-up time

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(name):
            QLocalServer.removeServer(name)  # nobody answered there: left behind by a copy that crashed
            if not server.listen(name):
                return
        server.newConnection.connect(self._on_connection)
        self._server = server

    @property
    def is_first(self) -> bool:
        """Tell whether others hand over to this copy."""
        return self._server is not None

    def close(self) -> None:
        """Take no more; the next start is the first copy."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _on_connection(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            self._waiting.add(_Conversation(socket, self._on_said))

    def _on_said(self, conversation: _Conversation, request: Request | None) -> None:
        self._waiting.discard(conversation)
        if request is not None:
            self.wanted.emit(request)


class _Conversation(QObject):
    """One line that comes in; whoever sends something else is not answered."""

    def __init__(self, socket: QLocalSocket, on_said: Callable[[_Conversation, Request | None], None]) -> None:
        super().__init__()
        self._socket = socket
        self._on_said = on_said
        self._heard = b""
        self._is_over = False
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(lambda: self._end(None))
        self._read()

    def _read(self) -> None:
        self._heard += bytes(self._socket.readAll().data())
        if b"\n" not in self._heard and len(self._heard) <= _MOST_BYTES:
            return
        request = None
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            request = msgspec.json.decode(self._heard.split(b"\n", 1)[0], type=Request)
        if request is not None:
            self._socket.write(_TAKEN)
            self._socket.flush()
        self._end(request)

    def _end(self, request: Request | None) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._socket.disconnectFromServer()
        self._socket.deleteLater()
        self._on_said(self, request)


def _name() -> str:
    """Name the socket: inside the user's own runtime folder where there is one, else by a name of the user's own."""
    mark = hashlib.sha256(str(places.settings_folder().absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")  # QStandardPaths would complain aloud where it is not set
    if sys.platform != "win32" and runtime and Path(runtime).is_dir():
        return str(Path(runtime) / f"readiness-{mark}")
    return f"readiness-{mark}"


def _lock() -> QLockFile:
    """Take turns with another copy that starts at the same moment; where no lock is to be had, go on without."""
    folder = places.settings_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(folder / "starting.lock"))
    lock.tryLock(_LOCK_MILLISECONDS)
    return lock


def _ask(name: str, request: Request) -> bool:
    """Hand a request to the copy that listens; False where none does, none answers, or it is somebody else's."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - late for start-up time

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECT_MILLISECONDS) or not _is_ours(socket.fullServerName()):
        return False
    _let_come_forward()
    socket.write(msgspec.json.encode(request) + b"\n")
    heard = b""
    while _TAKEN not in heard and socket.waitForReadyRead(_ANSWER_MILLISECONDS):
        heard += bytes(socket.readAll().data())
    socket.abort()
    return _TAKEN in heard


def _may_run(name: str) -> bool:
    """Tell whether there can be a copy that listens: where sockets are files, there is one by the name."""
    return sys.platform == "win32" or Path(os.environ.get("TMPDIR") or "/tmp", name).exists()  # noqa: S108 - as Qt does


def _is_ours(socket: str) -> bool:
    """Tell whether a socket belongs to this user: in a shared folder anybody could make one of that name."""
    if sys.platform == "win32":
        return True  # the pipe's access list is the user's own (UserAccessOption)
    try:
        return Path(socket).stat().st_uid == os.getuid()
    except OSError:
        return False


def _token() -> str:
    """Give what the desktop handed to this start so that its window may come to the front (Wayland, X11)."""
    return os.environ.get("XDG_ACTIVATION_TOKEN", "") or os.environ.get("DESKTOP_STARTUP_ID", "")


def _let_come_forward() -> None:
    """On Windows, pass on the right to come to the front, which the system gave to this start alone."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows only

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
