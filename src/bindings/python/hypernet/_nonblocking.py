"""The collectives as requests: the blocking ones of `Comm` wait for these."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

from . import _frames
from ._calls import Calls
from ._elements import Elements, Type, buffer_elements, elements
from ._frames import Call
from ._linear import LeastSquaresFit, doubles, matrix, read_fit, same_kind
from ._op import MAX, MIN, SUM, Op, fold, parameter_of
from ._request import Request
from ._values import pack_parts, pack_value, unpack_parts, unpack_value

if TYPE_CHECKING:
    from typing_extensions import Unpack

T = TypeVar("T")

_ALL_REDUCE, _REDUCE, _BROADCAST, _GATHER, _ALL_GATHER, _SCATTER, _BARRIER = range(1, 8)
_DOT, _NORM, _MATVEC_COLUMNS, _MATVEC_ROWS, _LEAST_SQUARES = range(32, 37)
_MEAN, _WEIGHTED_MEAN = 2, 3
#: The parameter of an AND that is a decision: replicas of a rank may vote differently.
_DECISION = 1
_EXACTNESS = {"": 0, "exact": 1, "fixed": 2}


class InPlace:
    """See `IN_PLACE`."""

    def __repr__(self) -> str:
        return "IN_PLACE"


#: Given instead of an array to the `_into` collectives: what this rank gives is taken from the buffer that is filled.
IN_PLACE = InPlace()


class How(TypedDict, total=False):
    """What every collective takes beside its arguments. Equal at every rank but for the name, which matches calls."""

    #: Calls of one name are matched by their order; those of different names may be made in any order.
    name: str
    #: A rank that is lost before it has called makes this a `RankLost`; else the result is that of the others.
    strict: bool
    #: Of a sum: "exact", "fixed" (a common exponent for each 64 elements), or "" for exact, but fixed for more than
    #: 512 elements among more than 64 ranks.
    exactness: str
    #: Decimal digits asked of a "fixed" sum, 0 to 17: up to 9 halve what is sent. 0 for all that a float has.
    digits: int


class Nonblocking:
    """Starts collectives: each returns a `Request` at once. Up to 64 may be on their way."""

    def __init__(self, calls: Calls, rank: int, size: int) -> None:
        self._calls = calls
        self._rank = rank
        self._size = size

    def ibroadcast(self, value: Any = None, root: int = 0, **how: Unpack[How]) -> Request[Any]:
        """`Comm.broadcast` as a request."""
        data = pack_value(value) if self._rank == root else b""
        return self._start("broadcast", Call(_BROADCAST, root=root), data, _later(unpack_value), how)

    def iscatter(self, values: Sequence[Any] | None = None, root: int = 0, **how: Unpack[How]) -> Request[Any]:
        """`Comm.scatter` as a request."""
        data = b""
        if self._rank == root:
            if values is None or len(values) != self._size:
                raise ValueError(f"scatter of {len(values or ())} values to {self._size} ranks: the root gives one for each")
            data = pack_parts([pack_value(value) for value in values])
        return self._start("scatter", Call(_SCATTER, root=root), data, _later(unpack_value), how)

    def igather(self, value: Any, root: int = 0, **how: Unpack[How]) -> Request[list[Any] | None]:
        """`Comm.gather` as a request."""
        take = _later(_unpack_all) if self._rank == root else _nothing
        return self._start("gather", Call(_GATHER, root=root), pack_value(value), take, how)

    def iall_gather(self, value: Any, **how: Unpack[How]) -> Request[list[Any]]:
        """`Comm.all_gather` as a request."""
        return self._start("all_gather", Call(_ALL_GATHER), pack_value(value), _later(_unpack_all), how)

    def iall_reduce(self, value: T, op: Op = SUM, **how: Unpack[How]) -> Request[T]:
        """`Comm.all_reduce` as a request."""
        return self._reduce("all_reduce", _ALL_REDUCE, value, op, 0, how)

    def isum(self, value: T, **how: Unpack[How]) -> Request[T]:
        """`Comm.sum` as a request."""
        return self._reduce("sum", _ALL_REDUCE, value, SUM, 0, how)

    def imin(self, value: T, **how: Unpack[How]) -> Request[T]:
        """`Comm.min` as a request."""
        return self._reduce("min", _ALL_REDUCE, value, MIN, 0, how)

    def imax(self, value: T, **how: Unpack[How]) -> Request[T]:
        """`Comm.max` as a request."""
        return self._reduce("max", _ALL_REDUCE, value, MAX, 0, how)

    def ireduce(self, value: T, op: Op = SUM, root: int = 0, **how: Unpack[How]) -> Request[T | None]:
        """`Comm.reduce` as a request."""
        return self._reduce("reduce", _REDUCE, value, op, root, how)

    def imean(self, value: Any, weight: float | None = None, **how: Unpack[How]) -> Request[Any]:
        """`Comm.mean` as a request."""
        given = elements(value, as_float=True)
        operator = _MEAN
        if weight is not None:
            if given.type is not Type.F64:
                raise TypeError("a weighted mean takes numbers of 64 bits")
            operator = _WEIGHTED_MEAN
            given = given._replace(data=b"".join((given.data, struct.pack("<d", weight))))
        return self._elements("mean", Call(_ALL_REDUCE, operator=operator), given, given.like, how)

    def ibarrier(self, **how: Unpack[How]) -> Request[None]:
        """`Comm.barrier` as a request."""
        return self._start("barrier", Call(_BARRIER), b"", _nothing, how)

    def iagree(self, vote: bool, **how: Unpack[How]) -> Request[bool]:
        """`Comm.agree` as a request."""
        return self._start(
            "agree", Call(_ALL_REDUCE, Type.BOOL, 6, elements=1, parameter=_DECISION), bytes([bool(vote)]), _later(lambda data: bytes(data) == b"\1"), how
        )

    def iall_reduce_into(self, value: Any, into: Any, op: Op = SUM, **how: Unpack[How]) -> Request[Any]:
        """`Comm.all_reduce_into` as a request: leave the buffer alone until it is done."""
        return self._reduce_into("all_reduce_into", _ALL_REDUCE, value, into, _code(op), 0, how)

    def ireduce_into(self, value: Any, into: Any, op: Op = SUM, root: int = 0, **how: Unpack[How]) -> Request[Any]:
        """`Comm.reduce_into` as a request: leave the buffer alone until it is done."""
        return self._reduce_into("reduce_into", _REDUCE, value, into, _code(op), root, how)

    def imean_into(self, value: Any, into: Any, **how: Unpack[How]) -> Request[Any]:
        """`Comm.mean_into` as a request: leave the buffer alone until it is done."""
        return self._reduce_into("mean_into", _ALL_REDUCE, value, into, _MEAN, 0, how)

    def ibroadcast_into(self, buffer: Any, root: int = 0, **how: Unpack[How]) -> Request[Any]:
        """`Comm.broadcast_into` as a request: leave the buffer alone until it is done."""
        kind, data = buffer_elements(buffer, writable=self._rank != root)
        called = Call(_BROADCAST, kind, root=root, elements=_count(kind, data))
        if self._rank == root:
            return self._start("broadcast_into", called, data, lambda _: lambda: buffer, how, data.nbytes)
        return self._start("broadcast_into", called, b"", _filling(data, buffer), how, data.nbytes)

    def iall_gather_into(self, value: Any, into: Any, **how: Unpack[How]) -> Request[Any]:
        """`Comm.all_gather_into` as a request: leave the buffer alone until it is done."""
        return self._gather_into("all_gather_into", _ALL_GATHER, value, into, 0, True, how)

    def igather_into(self, value: Any, into: Any = None, root: int = 0, **how: Unpack[How]) -> Request[Any]:
        """`Comm.gather_into` as a request: leave the buffer alone until it is done."""
        return self._gather_into("gather_into", _GATHER, value, into, root, self._rank == root, how)

    def iscatter_into(self, values: Any, into: Any, root: int = 0, **how: Unpack[How]) -> Request[Any]:
        """`Comm.scatter_into` as a request: leave the buffer alone until it is done."""
        kind, room = buffer_elements(into, writable=True)
        data: bytes | memoryview = b""
        if self._rank == root:
            given_kind, given = buffer_elements(values)
            if given_kind is not kind or given.nbytes != room.nbytes * self._size:
                raise ValueError(f"scatter of {given.nbytes} bytes to {self._size} ranks with {room.nbytes} bytes each")
            data = pack_parts([bytes(given[at : at + room.nbytes]) for at in range(0, given.nbytes, max(room.nbytes, 1))][: self._size])
        return self._start("scatter_into", Call(_SCATTER, kind, root=root, elements=_count(kind, room)), data, _filling(room, into), how, room.nbytes)

    def idot(self, x: Any, y: Any, **how: Unpack[How]) -> Request[float]:
        """`Comm.dot` as a request."""
        return self._start("dot", Call(_DOT, Type.F64), b"".join((doubles(x), doubles(y))), _later(_number), how)

    def inorm(self, x: Any, **how: Unpack[How]) -> Request[float]:
        """`Comm.norm` as a request."""
        return self._start("norm", Call(_NORM, Type.F64), doubles(x), _later(_number), how)

    def imatvec_by_columns(self, columns: Any, x: Any, **how: Unpack[How]) -> Request[Any]:
        """`Comm.matvec_by_columns` as a request."""
        rows, _, data = matrix(columns)
        called = Call(_MATVEC_COLUMNS, Type.F64, elements=rows)
        return self._start("matvec_by_columns", called, b"".join((data, doubles(x))), _later(same_kind(columns, x)), how, 8 * rows)

    def imatvec_by_rows(self, rows: Any, x: Any, first_row: int, total_rows: int, **how: Unpack[How]) -> Request[Any]:
        """`Comm.matvec_by_rows` as a request."""
        count, _, data = matrix(rows)
        called = Call(_MATVEC_ROWS, Type.F64, elements=total_rows)
        head = struct.pack("<QQ", first_row, count)
        return self._start("matvec_by_rows", called, b"".join((head, data, doubles(x))), _later(same_kind(rows, x)), how, 8 * total_rows)

    def ileast_squares(
        self, rows: Any, values: Any, partition: int | None = None, partitions: int = 0, **how: Unpack[How]
    ) -> Request[LeastSquaresFit]:
        """`Comm.least_squares` as a request."""
        count, columns, data = matrix(rows)
        head = struct.pack("<QQQ", 1, self._rank if partition is None else partition, count)
        called = Call(_LEAST_SQUARES, Type.F64, elements=columns, parameter=partitions)
        take = _later(lambda got: read_fit(got, columns, rows, values))
        return self._start("least_squares", called, b"".join((head, data, doubles(values))), take, how)

    def _reduce(self, what: str, operation: int, value: Any, op: Op, root: int, how: How) -> Request[Any]:
        receives = operation == _ALL_REDUCE or self._rank == root
        if op._function is None:
            given = elements(value, as_logic=op._code in (6, 7))
            return self._elements(what, Call(operation, operator=op._code, root=root), given, given.like if receives else None, how)
        function = op._function
        moved = Call(_ALL_GATHER if operation == _ALL_REDUCE else _GATHER, root=root, parameter=parameter_of(op))
        merge = _later(lambda data: fold(function, [None if part is None else (unpack_value(part),) for part in unpack_parts(data)]))
        return self._start(what, moved, pack_value(value), merge if receives else _nothing, how)

    def _reduce_into(self, what: str, operation: int, value: Any, into: Any, operator: int, root: int, how: How) -> Request[Any]:
        receives = operation == _ALL_REDUCE or self._rank == root
        source = into if value is IN_PLACE else value
        kind, data = buffer_elements(source)
        take = _nothing
        if receives:
            room_kind, room = buffer_elements(into, writable=True)
            if (room_kind, room.nbytes) != (kind, data.nbytes):
                raise ValueError(f"{what} of {data.nbytes} bytes of {kind.name} into {room.nbytes} bytes of {room_kind.name}")
            take = _filling(room, into)
        length = _count(kind, data)
        return self._start(what, Call(operation, kind, operator, root=root, elements=length), data, take, how, data.nbytes if receives else 0)

    def _elements(self, what: str, called: Call, given: Elements, like: Callable[[memoryview], Any] | None, how: How) -> Request[Any]:
        take = _later(like) if like else _nothing
        called = called._replace(type=given.type, elements=given.length)
        return self._start(what, called, given.data, take, how, given.length * given.width if like else 0)

    def _gather_into(self, what: str, operation: int, value: Any, into: Any, root: int, receives: bool, how: How) -> Request[Any]:
        if not receives:
            kind, data = buffer_elements(value)
            return self._start(what, Call(operation, kind, root=root, elements=_count(kind, data)), data, _nothing, how)
        kind, room = buffer_elements(into, writable=True)
        part = room.nbytes // self._size
        mine = room[self._rank * part : (self._rank + 1) * part]
        given_kind, data = (kind, mine) if value is IN_PLACE else buffer_elements(value)
        if given_kind is not kind or data.nbytes * self._size != room.nbytes:
            raise ValueError(f"{what} of {data.nbytes} bytes from each of {self._size} ranks into {room.nbytes} bytes")

        def take(got: memoryview) -> Callable[[], Any]:
            for rank, rows in enumerate(unpack_parts(got)):
                if rows is not None and part:
                    room[rank * part : (rank + 1) * part] = rows
            return lambda: into

        called = Call(operation, kind, root=root, elements=_count(kind, data))
        return self._start(what, called, data, take, how, 4 + self._size * (8 + part))

    def _start(
        self, what: str, called: Call, data: bytes | memoryview, take: Callable[[memoryview], Callable[[], Any]], how: How, expected: int = 0
    ) -> Request[Any]:
        unknown = set(how) - set(How.__annotations__)
        if unknown:
            raise TypeError(f"{what}() got an unexpected keyword argument {min(unknown)!r}")
        asked = how.get("exactness", "")
        if asked not in _EXACTNESS:
            raise ValueError(f"exactness {asked!r}: give 'exact', 'fixed' or ''")
        if not 0 <= called.root < self._size:
            raise ValueError(f"root {called.root} of {self._size} ranks")
        described = called._replace(
            exactness=_EXACTNESS[asked], on_loss=int(how.get("strict", False)), digits=how.get("digits", 0), name=how.get("name", "")
        )
        return self._calls.start(described, what, data, take, expected)


def _later(read: Callable[[memoryview], T]) -> Callable[[memoryview], Callable[[], T]]:
    """Copies what an answer carries, and reads it when its caller waits."""

    def take(data: memoryview) -> Callable[[], T]:
        copy = memoryview(bytearray(data))
        return lambda: read(copy)

    return take


def _nothing(_: memoryview) -> Callable[[], None]:
    return lambda: None


def _filling(room: memoryview, buffer: Any) -> Callable[[memoryview], Callable[[], Any]]:
    def take(data: memoryview) -> Callable[[], Any]:
        if data.nbytes != room.nbytes:
            raise ValueError(f"{data.nbytes} bytes came for a buffer of {room.nbytes}")
        if room.nbytes:
            room[:] = data
        return lambda: buffer

    return take


def _unpack_all(data: memoryview) -> list[Any]:
    return [None if part is None else unpack_value(part) for part in unpack_parts(data)]


def _number(data: memoryview) -> float:
    return cast(float, struct.unpack("<d", data)[0])


def _count(kind: Type, data: memoryview) -> int:
    return 0 if kind is Type.BYTES else data.nbytes // Elements(kind, 0, data, bytes).width


def _code(op: Op) -> int:
    if op._function is not None:
        raise TypeError(f"{op!r} merges values, not buffers: call all_reduce or reduce")
    return op._code
