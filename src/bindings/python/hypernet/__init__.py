"""What a program calls while it runs in a Hypernet job: checkpoints, restarts, progress.

A program runs once per rank. It computes its partition of the input and reaches
checkpoints, at which it is compared with its replicas, and paid:

    import hypernet

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
from ._errors import Disconnected, HypernetError, NoRuntime, ProtocolError, Stopped
from ._job import Job, connect

__all__ = [
    "Disconnected",
    "HypernetError",
    "Job",
    "NoRuntime",
    "ProtocolError",
    "Stopped",
    "connect",
    "pack",
    "unpack",
]
