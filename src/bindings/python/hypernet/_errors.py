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
