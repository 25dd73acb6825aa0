"""What a program calls while it runs in a Hypernet job: collectives, checkpoints, restarts, progress.

A program runs once per rank: `hypernet run -n 4 -- python3 mean.py` starts four of

    import hypernet

    with hypernet.connect() as job:
        comm = job.comm
        print(comm.mean(comm.rank))                 # 1.5 at every rank, to the last bit

On the market it computes its partition of the input and reaches checkpoints, at which
it is compared with its replicas, and paid:

    with hypernet.connect() as job:
        done, total = 0, 0
        if restored := job.restore():               # a replacement starts here
            done, state = restored
            total = int.from_bytes(state, "little")
        for number in range(done + 1, job.checkpoints + 1):
            total += work(job.partition, number)
            state = total.to_bytes(8, "little")
            job.checkpoint(result=state, state=state)   # waits until it is settled

Only the standard library is needed; `pack` and `unpack` need NumPy. The bytes on
the socket are those of docs/spec/runtime.md.
"""

from ._arrays import pack, unpack
from ._comm import IN_PLACE, Comm
from ._errors import (
    CallError,
    Disconnected,
    Diverged,
    HypernetError,
    InvalidCall,
    LeftBehind,
    Mismatch,
    NoCollectives,
    NoRuntime,
    ProtocolError,
    RankLost,
    Singular,
    Stopped,
)
from ._job import Job, connect
from ._linear import LeastSquaresFit
from ._nonblocking import How
from ._op import AND, MAX, MIN, OR, PROD, SUM, Op
from ._request import Outcome, Request

__all__ = [
    "AND",
    "CallError",
    "Comm",
    "Disconnected",
    "Diverged",
    "How",
    "HypernetError",
    "IN_PLACE",
    "InvalidCall",
    "Job",
    "LeastSquaresFit",
    "LeftBehind",
    "MAX",
    "MIN",
    "Mismatch",
    "NoCollectives",
    "NoRuntime",
    "OR",
    "Op",
    "Outcome",
    "PROD",
    "ProtocolError",
    "RankLost",
    "Request",
    "SUM",
    "Singular",
    "Stopped",
    "connect",
    "pack",
    "unpack",
]
