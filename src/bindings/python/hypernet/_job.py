"""A program's place in its job, and what it may ask for."""

from __future__ import annotations

import math
import os
import threading
import time
from typing import Union

from . import _frames
from ._calls import Calls
from ._comm import Comm
from ._connection import Connection
from ._errors import HypernetError
from ._frames import Feature, Kind

SOCKET = "/run/hypernet/dac.sock"
INPUT = "/input"
_PROGRESS_EVERY_SECONDS = 0.1

Buffer = Union[bytes, bytearray, memoryview]


def connect(path: str | None = None) -> Job:
    """Connects to the runtime that started this program.

    `path` defaults to the environment variable HYPERNET_SOCKET, else the sandbox's
    /run/hypernet/dac.sock. One connection per run: call it once.

    Raises `NoRuntime` if nobody listens there.
    """
    connection = Connection(path or os.environ.get("HYPERNET_SOCKET") or SOCKET)
    try:
        return Job(connection, connection.greet(Feature.COLLECTIVES | Feature.SHARED_MEMORY | Feature.INTERVALS))
    except BaseException:
        connection.close()
        raise


class Job:
    """This rank's side of a running job. Made by `connect`; may be used from several threads.

    As a context manager it finishes the run when the block ends without an exception.
    """

    def __init__(self, connection: Connection, welcome: _frames.Welcome) -> None:
        self._connection = connection
        self._welcome = welcome
        self._calls = Calls(connection, welcome)
        self._comm = Comm(self._calls, welcome.rank, welcome.size)
        self._lock = threading.Lock()
        self._reached = welcome.resume
        self._interval = welcome.interval
        self._is_restore_due = welcome.resume > 0
        self._progress_at = 0.0
        self._held_progress: bytes | None = None
        self._is_finished = False

    @property
    def rank(self) -> int:
        """This rank's number, from 0, below `size`."""
        return self._welcome.rank

    @property
    def size(self) -> int:
        """Number of ranks of the job."""
        return self._welcome.size

    @property
    def comm(self) -> Comm:
        """What the ranks compute together: sums, means, gathers and the like."""
        return self._comm

    @property
    def group(self) -> int:
        """The replication group of this rank, from 0: its replicas compute the same."""
        return self._welcome.group

    @property
    def partition(self) -> int:
        """The share of the job's input that this rank computes, from 0, below `partitions`."""
        return self._welcome.partition

    @property
    def input(self) -> str:
        """The folder that holds the partition: /input, or where HYPERNET_INPUT points outside a sandbox."""
        return os.environ.get("HYPERNET_INPUT") or INPUT

    @property
    def partitions(self) -> int:
        """Number of partitions of the input."""
        return self._welcome.partitions

    @property
    def checkpoints(self) -> int:
        """How many checkpoints the job has: the program must reach them all. 0 outside a market."""
        return self._welcome.checkpoints

    @property
    def reached(self) -> int:
        """The last settled checkpoint, 0 before the first one.

        A program without state that goes on from here need not call `restore()`: reading this
        asks as well.
        """
        if self._is_restore_due:
            self.restore()
        return self._reached

    @property
    def time(self) -> int:
        """When the work for the next checkpoint began, in seconds since 1970: the same at every rank and replica.

        A program of a job has this in place of a clock, which would differ between replicas.
        Under `hypernet run` it is when the run began.
        """
        return self._told().time

    @property
    def seed(self) -> bytes:
        """32 bytes to draw from: the same at every replica, others at each rank and after each checkpoint.

        A program of a job has this in place of chance: `random.Random(job.seed)`, begun anew
        after each checkpoint, so that a replacement draws alike. Not a secret. Under `hypernet
        run` it follows from `--seed`.
        """
        return self._told().seed

    def _told(self) -> _frames.Interval:
        interval = self._interval
        if interval is None:
            raise HypernetError("the runtime tells programs no time and no seed: run a newer one")
        return interval

    def restore(self) -> tuple[int, bytes] | None:
        """Number and state of the checkpoint to go on from, or None at the beginning of the program.

        A program must ask, or read `reached`, before its first call or checkpoint: where a
        seller was replaced, the new one resumes.
        """
        with self._lock:
            self._calls.settle("restore()")
            number, state = self._connection.ask(Kind.RESTORED, _frames.restore, _frames.read_restored)
            self._is_restore_due = False
        return (number, state) if number > 0 else None

    def checkpoint(self, result: Buffer, state: Buffer) -> int:
        """Hands in `result`, and `state` to resume from; returns when the checkpoint is settled.

        Both must be the same bytes at every replica of the group (no clock, no chance,
        no address), at most 64 MiB each. This may take minutes. Returns the number of
        the checkpoint, from 1. The last one's result is what the buyer receives.

        Raises `Stopped` if this rank does not go on.
        """
        # A copy: the caller may go on changing its buffers.
        result, state = bytes(memoryview(result)), bytes(memoryview(state))
        for name, value in (("result", result), ("state", state)):
            if len(value) > _frames.MAX_BLOB:
                raise HypernetError(f"the {name} has {len(value)} bytes, at most {_frames.MAX_BLOB} are allowed")
        with self._lock:
            number = self._reached + 1
            if self._is_restore_due:
                raise HypernetError(
                    f"this run resumes at checkpoint {self._reached}: call restore() first and go on from its state, or from reached"
                )
            if number > self.checkpoints:
                raise HypernetError(f"all {self.checkpoints} checkpoints of the job are reached")
            self._calls.settle("checkpoint()")
            if self._held_progress is not None:
                # What came too soon to be sent: at a checkpoint it stays the newest for long.
                self._connection.send(self._held_progress)
                self._held_progress = None
            self._reached, self._interval = self._connection.ask(
                Kind.SETTLED, lambda request: _frames.checkpoint(request, number, result, state), _frames.read_settled
            )
            return self._reached

    def progress(self, done: int, total: int, residual: float | None = None) -> None:
        """Says how far the program is, in any unit, and how far what it iterates still is from its end.

        Cheap: at most ten reports a second are sent, and the newest at a checkpoint.
        """
        if not 0 <= done <= total or total == 0:
            raise HypernetError(f"progress of {done} of {total}: needs 0 <= done <= total and total >= 1")
        if residual is not None and not 0 <= residual < math.inf:
            raise HypernetError(f"a residual of {residual}: needs a finite number from 0")
        now = time.monotonic()
        frame = _frames.progress(done, total, residual)
        with self._lock:
            is_due = now - self._progress_at >= _PROGRESS_EVERY_SECONDS or done == total
            self._held_progress = None if is_due else frame
            if is_due:
                self._progress_at = now
                self._connection.send(frame)

    def log(self, text: str) -> None:
        """Says something to the buyer: each line is cut at 4096 bytes; beyond 256 a second the call waits."""
        with self._lock:
            for line in text.splitlines():
                self._connection.send(_frames.log(line))

    def finish(self) -> None:
        """Ends the run well, after the last checkpoint and with no call on its way. A program of a job that leaves without it has failed."""
        if self._reached < self.checkpoints:
            raise HypernetError(f"only {self._reached} of {self.checkpoints} checkpoints are reached")
        with self._lock:
            if not self._is_finished:
                self._calls.settle("finish()")
                self._is_finished = True
                self._connection.send(_frames.finish())
                self._connection.close()

    def close(self) -> None:
        """Closes the connection without finishing."""
        self._connection.close()

    def __enter__(self) -> Job:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.finish()
        else:
            self.close()
