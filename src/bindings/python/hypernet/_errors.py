"""What can go wrong between a program and its runtime."""


class HypernetError(Exception):
    """Root of this package's errors. Raised itself where the program uses a `Job` wrongly."""


class NoRuntime(HypernetError):
    """No runtime listens on the socket: the program was not started by one."""


class Disconnected(HypernetError):
    """The runtime is gone. What was settled stays settled; there is nobody to go on for."""


class Stopped(HypernetError):
    """The runtime stops this rank, for example because the job has ended. The text says why."""


class ProtocolError(HypernetError):
    """One side broke a rule of docs/spec/runtime.md, or speaks another version of it."""


class NoCollectives(HypernetError):
    """The runtime of this program does not connect it with other ranks."""


class CallError(HypernetError):
    """A collective that has no result. The text says why; the job goes on unless it is `LeftBehind`."""


class Mismatch(CallError):
    """Another rank called something else in this place: other kind, type, length, operator or root. Every rank gets this."""


class RankLost(CallError):
    """A rank that the call needs is gone: its root, or any under `strict=True`."""

    def __init__(self, text: str, ranks: tuple[int, ...] = ()) -> None:
        super().__init__(text)
        #: Who is gone.
        self.ranks = ranks


class InvalidCall(CallError):
    """A call that no rank could serve, which does not count as made; or one whose result leaves its type, at every rank."""


class LeftBehind(CallError):
    """The other ranks went on without this one: no call will be answered any more."""


class Singular(CallError):
    """The rows of a least-squares problem do not determine its coefficients. Every rank gets this."""


class Diverged(CallError):
    """Two ranks have different results of one operation: the group computes no more."""
