"""How contributions are reduced."""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Callable, Sequence
from typing import Any


class Op:
    """A reduction: `SUM`, `MIN`, `MAX`, `AND`, `OR`, `PROD`, or one of your own by `Op.Create`."""

    def __init__(self, name: str, code: int = 0, function: Callable[[Any, Any], Any] | None = None) -> None:
        self.name = name
        self._code = code
        self._function = function

    @classmethod
    def Create(cls, function: Callable[[Any, Any], Any], name: str | None = None) -> Op:
        """An operator that merges the values of lower ranks (first) and of higher ranks.

        It must be a pure function, and the same at every rank: `name` (by default where
        the function is defined) is compared. It need not commute or associate: values
        are gathered, then merged in a fixed tree, rank 0 with 1, 2 with 3, then those
        pairs, so that every rank gets equal bits.

        >>> longest = hypernet.Op.Create(lambda a, b: max(a, b, key=len))
        >>> comm.all_reduce("ab" * (comm.rank % 3), longest)
        'abab'
        """
        return cls(name or f"{function.__module__}.{function.__qualname__}", function=function)

    def __repr__(self) -> str:
        return f"<hypernet.Op {self.name}>"


SUM = Op("SUM", 1)
MIN = Op("MIN", 4)
MAX = Op("MAX", 5)
AND = Op("AND", 6)
OR = Op("OR", 7)
PROD = Op.Create(operator.mul, "PROD")


def parameter_of(op: Op) -> int:
    """What the ranks compare of an operator of the program's own."""
    return int.from_bytes(hashlib.sha256(op.name.encode()).digest()[:8], "little")


def fold(function: Callable[[Any, Any], Any], parts: Sequence[tuple[Any] | None]) -> Any:
    """Merges in the fixed tree (docs/spec/runtime.md §5). None is a missing part."""
    while len(parts) > 1:
        parts = [_merge(function, *parts[at : at + 2]) for at in range(0, len(parts), 2)]
    return parts[0][0] if parts and parts[0] else None


def _merge(function: Callable[[Any, Any], Any], low: tuple[Any] | None, high: tuple[Any] | None = None) -> tuple[Any] | None:
    return (function(low[0], high[0]),) if low and high else low or high
