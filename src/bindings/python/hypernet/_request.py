"""Calls on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from ._errors import CallError, Diverged, HypernetError, InvalidCall, LeftBehind, Mismatch, RankLost, Singular
from ._frames import Code

T = TypeVar("T")


class Outcome(NamedTuple):
    """How a call ended, beside its value. The first three are the same at every rank."""

    #: The ranks whose contributions are in the value.
    contributors: tuple[int, ...]
    #: The ranks that were lost before they contributed.
    missing: tuple[int, ...]
    #: Bound of the absolute error of every element of a sum, beside the last rounding; 0 if exact.
    error_bound: float
    #: Steps that this rank took part in.
    rounds: int
    #: In how many views the call was run: 1 if nobody was lost meanwhile.
    views: int
    #: Bytes that this rank's runtime sent for it.
    bytes_sent: int


class Request(Generic[T]):
    """A call that may still be on its way: what the `i…` methods return."""

    def __init__(self, label: str, wait: Callable[[Callable[[], bool], float | None], bool], is_replicated: bool = False) -> None:
        self.label = label
        self._is_replicated = is_replicated
        self._wait = wait
        self._finish: Callable[[], T] | None = None
        self._value: tuple[T] | None = None
        self._outcome: Outcome | None = None
        self._error: BaseException | None = None
        self.is_cancelled = False

    def wait(self, timeout: float | None = None) -> T:
        """The value, when it is there. Raises what the call ends with, and TimeoutError after `timeout` seconds (not in a job)."""
        self._check()
        if timeout is not None:
            self._refuse_in_job("wait(timeout)")
        if not self._wait(lambda: self.is_done, timeout):
            raise TimeoutError(f"{self.label} is still on its way after {timeout} s: not all ranks have called it")
        if self._error:
            raise self._error
        if self._value is None:
            assert self._finish is not None
            self._value = (self._finish(),)
        return self._value[0]

    def test(self) -> tuple[bool, T | None]:
        """Whether the value is there, and the value. Does not wait. Not in a job, where replicas would see different answers."""
        self._check()
        self._refuse_in_job("test()")
        return (True, self.wait()) if self._wait(lambda: self.is_done, 0) else (False, None)

    def cancel(self) -> None:
        """Gives up the value. The call stays made: other ranks count on the contribution."""
        self.is_cancelled = True

    @property
    def is_done(self) -> bool:
        """Whether an answer has been read, by any thread that waits for something."""
        return self._outcome is not None or self._error is not None

    @property
    def outcome(self) -> Outcome:
        """Who contributed, and what it took: once the value is there."""
        if self._outcome is None:
            raise self._error or HypernetError(f"{self.label} is still on its way: wait() for it first")
        return self._outcome

    @staticmethod
    def wait_all(requests: Iterable[Request[Any]]) -> list[Any]:
        """The values of all, in the order given."""
        return [request.wait() for request in requests]

    def __repr__(self) -> str:
        return f"<hypernet.Request {self.label}, {'done' if self.is_done else 'on its way'}>"

    def _refuse_in_job(self, what: str) -> None:
        if self._is_replicated:
            raise HypernetError(f"{what} of {self.label}: in a job it differs between replicas, whose results must be equal; use wait()")

    def _check(self) -> None:
        if self.is_cancelled:
            raise HypernetError(f"{self.label} was cancelled")

    # Called by the thread that reads the answer.

    def _complete(self, outcome: Outcome, finish: Callable[[], T]) -> None:
        self._finish = finish
        self._outcome = outcome

    def _fail(self, error: BaseException) -> None:
        self._error = error


def refusal(code: int, ranks: tuple[int, ...], text: str) -> CallError:
    """The error that stands for a REFUSED."""
    if code == Code.RANK_LOST:
        return RankLost(text, ranks)
    known: dict[int, type[CallError]] = {
        Code.MISMATCH: Mismatch,
        Code.INVALID: InvalidCall,
        Code.LEFT_BEHIND: LeftBehind,
        Code.SINGULAR: Singular,
        Code.DIVERGED: Diverged,
    }
    return known.get(code, CallError)(text)
