"""What ranks compute together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ._calls import Calls
from ._errors import HypernetError
from ._linear import LeastSquaresFit
from ._nonblocking import IN_PLACE as IN_PLACE
from ._nonblocking import How, Nonblocking
from ._op import SUM, Op
from ._request import Outcome, Request

if TYPE_CHECKING:
    from typing_extensions import Unpack

T = TypeVar("T")


class Comm(Nonblocking):
    """The ranks of the job, and what they compute together: `job.comm`.

    Every rank makes the same calls, with equal types, lengths, operators and roots, else
    every rank gets a `Mismatch`. Calls of one `name` are matched by their order. All
    take the keywords of `How`: `name`, `strict`, `exactness`, `digits`.

    Values are numbers, text, bytes, arrays, and lists, tuples and dicts of them; what is
    reduced are numbers, lists or tuples of numbers, and arrays (NumPy, array.array,
    memoryview), which come back as what they were. Results have equal bits at every rank.

    A rank that is lost before it has called is missing from a result: `last.missing`
    says so, and with `strict=True` the call is a `RankLost` instead. One that is lost
    afterwards is in it. If the root of a call is lost, the call is a `RankLost`.

    The methods with `_into` fill a buffer of the caller's and give it back; those that
    begin with `i` return a `Request` at once. The examples are of four ranks.
    """

    def __init__(self, calls: Calls, rank: int, size: int) -> None:
        super().__init__(calls, rank, size)
        self._local = threading.local()

    @property
    def rank(self) -> int:
        """This rank's number, from 0, below `size`."""
        return self._rank

    @property
    def size(self) -> int:
        """Number of ranks at the beginning: numbers are never given again."""
        return self._size

    @property
    def last(self) -> Outcome:
        """How this thread's last blocking collective ended: who is in it, and who is missing.

        >>> comm.sum(1.0)
        4.0
        >>> comm.last.contributors
        (0, 1, 2, 3)
        >>> comm.last.missing
        ()
        """
        outcome: Outcome | None = getattr(self._local, "outcome", None)
        if outcome is None:
            raise HypernetError("this thread has not called a collective yet")
        return outcome

    def broadcast(self, value: Any = None, root: int = 0, **how: Unpack[How]) -> Any:
        """The root's value, at every rank. The others need not give any.

        >>> comm.broadcast({"step": 0.1, "names": ["a", "b"]} if comm.rank == 0 else None)
        {'step': 0.1, 'names': ['a', 'b']}
        """
        return self._done(self.ibroadcast(value, root, **how))

    def scatter(self, values: Sequence[Any] | None = None, root: int = 0, **how: Unpack[How]) -> Any:
        """This rank's value of those that the root gives, one for each rank.

        >>> comm.scatter(["a", "b", "c", "d"] if comm.rank == 0 else None)    # rank 2
        'c'
        """
        return self._done(self.iscatter(values, root, **how))

    def gather(self, value: Any, root: int = 0, **how: Unpack[How]) -> list[Any] | None:
        """The values of all ranks, by rank, at the root; None elsewhere, and for a rank that was lost.

        >>> comm.gather(comm.rank ** 2)    # rank 0
        [0, 1, 4, 9]
        """
        return self._done(self.igather(value, root, **how))

    def all_gather(self, value: Any, **how: Unpack[How]) -> list[Any]:
        """The values of all ranks, by rank, at every rank; None for a rank that was lost.

        >>> comm.all_gather("abcd"[comm.rank])
        ['a', 'b', 'c', 'd']
        """
        return self._done(self.iall_gather(value, **how))

    def reduce(self, value: T, op: Op = SUM, root: int = 0, **how: Unpack[How]) -> T | None:
        """The reduction over the ranks, element by element, at the root; None elsewhere.

        >>> comm.reduce([comm.rank, 1], root=3)    # rank 3
        [6, 4]
        """
        return self._done(self.ireduce(value, op, root, **how))

    def all_reduce(self, value: T, op: Op = SUM, **how: Unpack[How]) -> T:
        """The reduction over the ranks, element by element. Same shape and type as `value`, at every rank.

        Integers that leave their type are an `InvalidCall`. AND and OR are bitwise, of
        truth values logical. For operators of your own see `Op.Create`.

        >>> comm.all_reduce(comm.rank + 1, hypernet.PROD)
        24
        >>> comm.all_reduce([1 << comm.rank, 8], hypernet.OR)
        [15, 8]
        >>> comm.all_reduce(np.array([[1.0, comm.rank]]), hypernet.MAX)
        array([[1., 3.]])
        """
        return self._done(self.iall_reduce(value, op, **how))

    def sum(self, value: T, **how: Unpack[How]) -> T:
        """The sum over the ranks, element by element, at every rank.

        It is the exact sum, rounded once. Only with `exactness="fixed"`, or of more than 512
        elements among more than 64 ranks, elements share an exponent by 64, and
        `last.error_bound` says how far they may be off.

        >>> comm.sum([1e100, 1.0, -1e100, 3.0][comm.rank])
        4.0
        >>> comm.sum(np.arange(3) * comm.rank)
        array([ 0,  6, 12])
        """
        return self._done(self.isum(value, **how))

    def mean(self, value: Any, weight: float | None = None, **how: Unpack[How]) -> Any:
        """The mean over the ranks that contributed, at every rank. Same shape as `value`, as floats.

        With `weight` it is the sum of weight times value over the sum of the weights.

        >>> comm.mean(comm.rank)
        1.5
        >>> comm.mean([1.0, comm.rank], weight=[1, 1, 1, 5][comm.rank])
        [1.0, 2.25]
        """
        return self._done(self.imean(value, weight, **how))

    def min(self, value: T, **how: Unpack[How]) -> T:
        """The least over the ranks, element by element, at every rank; NaN if any is.

        >>> comm.min((3 - comm.rank, 2.5))
        (0.0, 2.5)
        """
        return self._done(self.imin(value, **how))

    def max(self, value: T, **how: Unpack[How]) -> T:
        """The greatest over the ranks, element by element, at every rank; NaN if any is.

        >>> comm.max(comm.rank / 2)
        1.5
        """
        return self._done(self.imax(value, **how))

    def barrier(self, **how: Unpack[How]) -> None:
        """Returns when every rank has called it. One that is lost is no longer waited for.

        >>> comm.barrier()
        """
        self._done(self.ibarrier(**how))

    def agree(self, vote: bool, **how: Unpack[How]) -> bool:
        """Whether all ranks say yes: the exit of a loop that all must leave together.

        >>> comm.agree(comm.rank < 3)
        False
        """
        return self._done(self.iagree(vote, **how))

    def dot(self, x: Any, y: Any, **how: Unpack[How]) -> float:
        """The dot product of two vectors of which each rank holds a part: exact, rounded once.

        Parts may differ in length. That of a lost rank is left out.

        >>> comm.dot([comm.rank, 1.0], [2.0, 0.5])
        14.0
        """
        return self._done(self.idot(x, y, **how))

    def norm(self, x: Any, **how: Unpack[How]) -> float:
        """The Euclidean norm of a vector of which each rank holds a part.

        >>> comm.norm([3.0, 4.0] if comm.rank == 1 else [])
        5.0
        """
        return self._done(self.inorm(x, **how))

    def matvec_by_columns(self, columns: Any, x: Any, **how: Unpack[How]) -> Any:
        """The product of a matrix and a vector of which each rank holds columns, and their elements.

        Every rank receives all of it: a list, or a NumPy array if one was given. The
        columns of a lost rank count as 0.

        >>> comm.matvec_by_columns([[1.0], [comm.rank]], [2.0])
        [8.0, 12.0]
        """
        return self._done(self.imatvec_by_columns(columns, x, **how))

    def matvec_by_rows(self, rows: Any, x: Any, first_row: int, total_rows: int, **how: Unpack[How]) -> Any:
        """The product of a matrix of which each rank holds rows, from `first_row` on, and a vector that all have.

        Every rank receives all of it: a list, or a NumPy array if one was given, NaN
        where nobody gave the row, as those of a lost rank.

        >>> comm.matvec_by_rows([[1.0, comm.rank]], [10.0, 1.0], comm.rank, comm.size)
        [10.0, 11.0, 12.0, 13.0]
        """
        return self._done(self.imatvec_by_rows(rows, x, first_row, total_rows, **how))

    def least_squares(self, rows: Any, values: Any, partition: int | None = None, partitions: int = 0, **how: Unpack[How]) -> LeastSquaresFit:
        """The coefficients that fit the values best, of a matrix whose rows are spread over the ranks.

        The exact solution, rounded, at every rank. The bits depend on the rows of each of
        the `partitions` (by default one for each rank), not on who holds it. The fit says
        which are missing, as those of a lost rank. Rows that do not determine the
        coefficients are a `Singular`.

        >>> fit = comm.least_squares([[1.0, comm.rank]], [1.0 + 2.0 * comm.rank])
        >>> fit.coefficients, fit.rows, fit.missing_partitions
        ([1.0, 2.0], 4, ())
        """
        return self._done(self.ileast_squares(rows, values, partition, partitions, **how))

    def all_reduce_into(self, value: Any, into: Any, op: Op = SUM, **how: Unpack[How]) -> Any:
        """Like `all_reduce`, into a contiguous buffer of the same type and length; gives it back.

        >>> buffer = array.array("d", [comm.rank, 1])
        >>> comm.all_reduce_into(hypernet.IN_PLACE, buffer)
        array('d', [6.0, 4.0])
        """
        return self._done(self.iall_reduce_into(value, into, op, **how))

    def reduce_into(self, value: Any, into: Any, op: Op = SUM, root: int = 0, **how: Unpack[How]) -> Any:
        """Like `reduce`, into the root's buffer; the others' is left alone.

        >>> comm.reduce_into(array.array("q", [comm.rank]), array.array("q", [0]), hypernet.MAX)    # rank 0
        array('q', [3])
        """
        return self._done(self.ireduce_into(value, into, op, root, **how))

    def mean_into(self, value: Any, into: Any, **how: Unpack[How]) -> Any:
        """Like `mean` of floats, into a buffer of the same type and length.

        >>> comm.mean_into(hypernet.IN_PLACE, np.full(2, float(comm.rank)))
        array([1.5, 1.5])
        """
        return self._done(self.imean_into(value, into, **how))

    def broadcast_into(self, buffer: Any, root: int = 0, **how: Unpack[How]) -> Any:
        """Fills every rank's buffer with what is in the root's: same type and length.

        >>> comm.broadcast_into(array.array("d", [comm.rank, comm.rank]), root=2)
        array('d', [2.0, 2.0])
        """
        return self._done(self.ibroadcast_into(buffer, root, **how))

    def gather_into(self, value: Any, into: Any = None, root: int = 0, **how: Unpack[How]) -> Any:
        """The arrays of all ranks, one after another, into the root's buffer. That of a lost rank stays as it was.

        >>> comm.gather_into(array.array("d", [comm.rank]), array.array("d", [0, 0, 0, 0]))    # rank 0
        array('d', [0.0, 1.0, 2.0, 3.0])
        """
        return self._done(self.igather_into(value, into, root, **how))

    def all_gather_into(self, value: Any, into: Any, **how: Unpack[How]) -> Any:
        """The arrays of all ranks, one after another, into every rank's buffer. That of a lost rank stays as it was.

        With `IN_PLACE` a rank gives what stands in its own place of the buffer.

        >>> comm.all_gather_into(np.array([comm.rank, 0.5]), np.zeros((4, 2)))
        array([[0. , 0.5],
               [1. , 0.5],
               [2. , 0.5],
               [3. , 0.5]])
        """
        return self._done(self.iall_gather_into(value, into, **how))

    def scatter_into(self, values: Any, into: Any, root: int = 0, **how: Unpack[How]) -> Any:
        """Fills every rank's buffer with its part of the root's array, which is as long as all of them.

        >>> comm.scatter_into(array.array("d", [0, 1, 2, 3]), array.array("d", [-1]))    # rank 3
        array('d', [3.0])
        """
        return self._done(self.iscatter_into(values, into, root, **how))

    def _done(self, request: Request[T]) -> T:
        value = request.wait()
        self._local.outcome = request.outcome
        return value
