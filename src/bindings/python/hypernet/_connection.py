"""Whole frames over the runtime's socket: many requests at once, from any thread."""

from __future__ import annotations

import os
import select
import socket
import struct
import threading
import time
from typing import Callable, Generic, TypeVar, Union

from . import _frames
from ._errors import Disconnected, HypernetError, NoRuntime, ProtocolError, Stopped
from ._frames import Kind

T = TypeVar("T")
Bytes = Union[bytes, bytearray, memoryview]
Handler = Callable[[Kind, bytearray], None]

_READ_BYTES = 1 << 16


class Connection:
    def __init__(self, path: str) -> None:
        #: The descriptor of the shared memory that came with the first frame, if one did.
        self.memory: int | None = None
        self._end: HypernetError | None = None
        self._turn = threading.Condition()
        self._is_reading = False
        self._handlers: dict[int, Handler] = {}
        self._request = 0
        self._sending = threading.Lock()
        self._buffer = bytearray()
        self._frame: tuple[Kind, int, bytearray] | None = None
        self._filled = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.connect(path)
        except OSError as error:
            self._socket.close()
            raise NoRuntime(
                f"no runtime listens on {path} ({error.strerror}): start this program with "
                "`hypernet run -n 4 -- python3 PROGRAM`, or have an agent start it; HYPERNET_SOCKET names another socket"
            ) from error

    def close(self) -> None:
        self._socket.close()
        if self.memory is not None:
            os.close(self.memory)
            self.memory = None

    def greet(self, features: int) -> _frames.Welcome:
        """The first frame each way."""
        self.send(_frames.hello(features))
        self._receive_first()
        answer = Answer(Kind.WELCOME, _frames.read_welcome)
        self._handlers[0] = answer
        self.wait(lambda: answer.is_there)
        return answer.value()

    def send(self, *parts: Bytes) -> None:
        """Sends a frame; a runtime that has ended the session meanwhile says so here, and ever after."""
        with self._sending:
            if self._end:
                raise self._end
            try:
                for part in parts:
                    self._socket.sendall(part)
                return
            except OSError:
                pass
            except BaseException:
                # What follows a frame that was broken off would be read as its rest.
                self._end = Disconnected("a frame to the runtime was broken off")
                raise
        # It has closed: its last frame says why.
        self.wait(lambda: False)

    def request(self, handler: Handler) -> int:
        """A new request, whose answer goes to the handler: from whichever thread reads it."""
        with self._turn:
            self._request += 1
            self._handlers[self._request] = handler
            return self._request

    def forget(self, request: int) -> None:
        """A request that was not sent."""
        with self._turn:
            self._handlers.pop(request, None)

    def ask(self, kind: Kind, frame: Callable[[int], bytes], read: Callable[[bytearray], T]) -> T:
        """Sends a request and waits for its answer."""
        answer = Answer(kind, read)
        self.send(frame(self.request(answer)))
        self.wait(lambda: answer.is_there)
        return answer.value()

    def wait(self, is_done: Callable[[], bool], timeout: float | None = None) -> bool:
        """Reads until something is done, at most `timeout` seconds. One thread reads for all."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            with self._turn:
                while not is_done() and self._end is None and self._is_reading:
                    if not self._turn.wait(_left(deadline)):
                        return is_done()
                if is_done():
                    return True
                if self._end:
                    raise self._end
                self._is_reading = True
            try:
                arrived = self._receive(deadline)
                if arrived is None:
                    return is_done()
                self._hand_over(*arrived)
            except HypernetError as end:
                self._end = end
            finally:
                with self._turn:
                    self._is_reading = False
                    self._turn.notify_all()

    def _hand_over(self, kind: Kind, request: int, payload: bytearray) -> None:
        with self._turn:
            handler = self._handlers.pop(request, None)
        if handler is None:
            raise ProtocolError(f"the runtime sent {kind.name} to request {request}, which was not asked")
        handler(kind, payload)

    def _receive(self, deadline: float | None) -> tuple[Kind, int, bytearray] | None:
        """The next frame, or None if it does not come in time. What was read of it stays for the next call."""
        while True:
            frame = self._parse()
            if frame:
                return frame
            if not self._is_readable(_left(deadline)):
                return None
            self._fill()

    def _is_readable(self, timeout: float | None) -> bool:
        if timeout is None:
            return True
        waiting = select.poll()
        try:
            waiting.register(self._socket, select.POLLIN)
        except ValueError as error:
            raise Disconnected("the connection is closed") from error
        return bool(waiting.poll(1000 * timeout))

    def _parse(self) -> tuple[Kind, int, bytearray] | None:
        if self._frame is None and len(self._buffer) >= _frames.HEADER.size:
            length, number, flags, request = _frames.HEADER.unpack_from(self._buffer)
            if number not in _frames.CAPS or flags != 0 or length > _frames.CAPS[Kind(number)]:
                raise ProtocolError(f"the runtime sent a frame of kind {number}, flags {flags}, {length} bytes")
            end = _frames.HEADER.size + length
            payload = self._buffer[_frames.HEADER.size : end]
            self._filled = len(payload)
            payload.extend(bytes(length - self._filled))
            del self._buffer[:end]
            self._frame = (Kind(number), request, payload)
        if self._frame is None or self._filled < len(self._frame[2]):
            return None
        kind, request, payload = self._frame
        self._frame = None
        if kind is Kind.END:
            reason, text = _frames.read_end(payload)
            raise (Stopped if reason == _frames.Reason.STOPPED else ProtocolError)(text)
        return kind, request, payload

    def _fill(self) -> None:
        try:
            if self._frame is None:
                data = self._socket.recv(_READ_BYTES)
                self._buffer += data
                count = len(data)
            else:
                count = self._socket.recv_into(memoryview(self._frame[2])[self._filled :])
                self._filled += count
        except OSError as error:
            raise Disconnected(f"the runtime is gone ({error.strerror})") from error
        if count == 0:
            raise Disconnected("the runtime is gone (it closed the connection)")

    def _receive_first(self) -> None:
        """The first bytes, and the descriptor that may come with them (docs/spec/runtime.md §7)."""
        try:
            data, beside, _, _ = self._socket.recvmsg(
                _frames.HEADER.size, socket.CMSG_SPACE(struct.calcsize("i")), socket.MSG_CMSG_CLOEXEC
            )
        except OSError as error:
            raise Disconnected(f"the runtime is gone ({error.strerror})") from error
        if not data:
            raise Disconnected("the runtime is gone (it closed the connection)")
        self._buffer += data
        for level, kind, value in beside:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS) and len(value) == struct.calcsize("i"):
                (self.memory,) = struct.unpack("i", value)


class Answer(Generic[T]):
    """The answer of one kind to a request."""

    def __init__(self, kind: Kind, read: Callable[[bytearray], T]) -> None:
        self._kind = kind
        self._read = read
        self._got: tuple[Kind, bytearray] | None = None

    def __call__(self, kind: Kind, payload: bytearray) -> None:
        self._got = (kind, payload)

    @property
    def is_there(self) -> bool:
        return self._got is not None

    def value(self) -> T:
        assert self._got is not None
        kind, payload = self._got
        if kind is not self._kind:
            raise ProtocolError(f"the runtime answered with {kind.name}, not with {self._kind.name}")
        return read_whole(self._read, kind, payload)


def read_whole(read: Callable[[bytearray], T], kind: Kind, payload: bytearray) -> T:
    try:
        return read(payload)
    except struct.error as error:
        raise ProtocolError(f"the runtime's {kind.name} has {len(payload)} bytes: {error}") from error


def _left(deadline: float | None) -> float | None:
    return None if deadline is None else max(0.0, deadline - time.monotonic())
