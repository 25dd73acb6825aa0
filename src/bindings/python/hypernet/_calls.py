"""Sends calls and takes their answers: docs/spec/runtime.md §5 and §7."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from . import _frames
from ._connection import Connection, read_whole
from ._errors import HypernetError, NoCollectives, ProtocolError
from ._frames import Call, Feature, Kind, Place, Welcome
from ._memory import Arena
from ._request import Outcome, Request, refusal

T = TypeVar("T")

MAX_CALLS = 64
MAX_BYTES = 256 << 20
MAX_INLINE = 64 << 20
SHARED_FROM = 64 << 10


class Calls:
    """The calls of one connection."""

    def __init__(self, connection: Connection, welcome: Welcome) -> None:
        self._connection = connection
        self._is_offered = bool(welcome.features & Feature.COLLECTIVES)
        self._arena = Arena(connection.memory, welcome.arena)
        self._size = welcome.size
        self._is_replicated = welcome.checkpoints > 0
        self._lock = threading.Lock()
        self._outstanding: dict[int, tuple[Request[Any], int]] = {}

    def start(
        self, called: Call, what: str, data: bytes | memoryview, take: Callable[[memoryview], Callable[[], T]], expected: int = 0
    ) -> Request[T]:
        """Sends a call.

        `take` copies the value when its answer is read, by whichever thread, and returns
        what makes the result of it; `expected` is the value's length where it is known.
        """
        if not self._is_offered:
            raise NoCollectives(
                f"this runtime offers no collectives, so no {what}: start the program with `hypernet run -n 4 -- python3 PROGRAM`"
            )
        label = f"{what} {called.name!r}" if called.name else what
        if len(called.name.encode()) > 255:
            raise HypernetError(f"the name {called.name!r} has more than 255 bytes")
        request: Request[T] = Request(label, self._connection.wait, self._is_replicated)
        source = self._arena.take(len(data)) if len(data) > SHARED_FROM else None
        target = self._target(expected, source)
        if source is None and len(data) > MAX_INLINE:
            raise HypernetError(f"{label}: {len(data)} bytes do not fit into the shared memory, and a frame takes {MAX_INLINE}")

        def answered(kind: Kind, payload: bytearray) -> None:
            with self._lock:
                del self._outstanding[number]
            try:
                self._take(request, kind, payload, target, take)
            finally:
                self._give(source, target)

        number = self._connection.request(answered)
        try:
            self._book(number, request, len(data))
            head = _frames.call_head(number, called, len(data), source, target)
            if source:
                self._arena.view(source)[:] = data
                self._connection.send(head)
            elif len(data) <= SHARED_FROM:
                self._connection.send(head + bytes(data))
            else:
                self._connection.send(head, data)
        except BaseException:
            self._connection.forget(number)
            with self._lock:
                self._outstanding.pop(number, None)
            self._give(source, target)
            raise
        return request

    def settle(self, what: str) -> None:
        """Every rank closes the same interval: nothing may be on its way. Waits for what was cancelled: nobody else can."""
        with self._lock:
            requests = [request for request, _ in self._outstanding.values()]
        labels = sorted({request.label for request in requests if not request.is_cancelled})
        if labels:
            raise HypernetError(f"{what} while calls are on their way ({', '.join(labels)}): wait() for them first")
        self._connection.wait(lambda: all(request.is_done for request in requests), None)

    def _target(self, expected: int, source: Place | None) -> Place | None:
        if expected <= SHARED_FROM:
            return None
        return source if source and source.length == expected else self._arena.take(expected)

    def _give(self, source: Place | None, target: Place | None) -> None:
        for place in {source, target}:
            if place is not None:
                self._arena.give(place)

    def _book(self, number: int, request: Request[Any], length: int) -> None:
        with self._lock:
            if len(self._outstanding) == MAX_CALLS or sum(count for _, count in self._outstanding.values()) + length > MAX_BYTES:
                raise HypernetError(
                    f"{request.label}: {len(self._outstanding)} calls are on their way; at most {MAX_CALLS} may be, "
                    f"with {MAX_BYTES} bytes: wait() for one first"
                )
            self._outstanding[number] = (request, length)

    def _take(
        self, request: Request[T], kind: Kind, payload: bytearray, target: Place | None, take: Callable[[memoryview], Callable[[], T]]
    ) -> None:
        if kind is Kind.REFUSED:
            request._fail(refusal(*read_whole(_frames.read_refused, kind, payload)))
            return
        if kind is not Kind.RESULT:
            raise ProtocolError(f"the runtime answered a call with {kind.name}")
        result = read_whole(_frames.read_result, kind, payload)
        if result.size != self._size or (result.in_arena and (target is None or result.length > target.length)):
            raise ProtocolError(f"the runtime's RESULT is of {result.size} ranks, with {result.length} bytes elsewhere")
        missing = tuple(rank for rank in range(self._size) if rank not in set(result.contributors))
        outcome = Outcome(result.contributors, missing, result.error_bound, result.rounds, result.views, result.sent)
        value = self._arena.view(target)[: result.length] if result.in_arena and target else result.value
        try:
            finish: Callable[[], Any] = (lambda: None) if request.is_cancelled else take(value)
        except Exception as error:  # The value is a stranger's: what is wrong with it is told to who waits for it.
            request._fail(error)
        else:
            request._complete(outcome, finish)
