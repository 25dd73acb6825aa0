"""Vectors and matrices as the library's operations take them: docs/spec/runtime.md §6."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable
from typing import Any, NamedTuple

from ._elements import is_numpy
from ._reader import Reader


class LeastSquaresFit(NamedTuple):
    """The solution of a least-squares problem: equal bits at every rank."""

    #: One for each column: the exact solution for the rows given, rounded.
    coefficients: Any
    #: Standard deviation of each coefficient; NaN where there are no more rows than columns.
    standard_errors: Any
    #: The Euclidean norm of what the coefficients leave of the values.
    residual_norm: float
    #: The residual norm over the root of rows less columns; NaN where there are no more rows than columns.
    residual_deviation: float
    #: How many rows were counted.
    rows: int
    #: The partitions whose rows are not in it: their ranks were lost before they called, or nobody gave them.
    missing_partitions: tuple[int, ...]


def doubles(values: Any) -> bytes:
    """Numbers as f64: a list, a tuple, or an array."""
    if is_numpy(values):
        return bytes(values.astype("<f8").tobytes())
    return array("d", values).tobytes()


def matrix(rows: Any) -> tuple[int, int, bytes]:
    """Rows, columns, and the elements row by row: a NumPy array, or a list of rows."""
    if is_numpy(rows):
        if rows.ndim != 2:
            raise ValueError(f"an array of {rows.ndim} dimensions is no matrix")
        return rows.shape[0], rows.shape[1], doubles(rows)
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise ValueError(f"rows of {min(widths)} and of {max(widths)} elements are no matrix")
    return len(rows), max(widths, default=0), b"".join(doubles(row) for row in rows)


def same_kind(*given: Any) -> Callable[[memoryview], Any]:
    """Reads a vector as NumPy array if one was given, else as list."""

    def read(data: memoryview) -> Any:
        if any(is_numpy(value) for value in given):
            import numpy as np

            return np.frombuffer(data, "<f8")
        return list(struct.unpack(f"<{len(data) // 8}d", data))

    return read


def read_fit(data: memoryview, columns: int, *given: Any) -> LeastSquaresFit:
    reader, vector = Reader(data), same_kind(*given)
    coefficients, errors = vector(reader.take(8 * columns)), vector(reader.take(8 * columns))
    norm, deviation, rows, missing = reader.read(struct.Struct("<3dQ"))
    return LeastSquaresFit(coefficients, errors, norm, deviation, int(rows), tuple(reader.read(struct.Struct("<Q"))[0] for _ in range(missing)))
