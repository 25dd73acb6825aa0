"""Reads bytes of strangers."""

from __future__ import annotations

import struct
from typing import Any


class Reader:
    """Takes bytes from the front; raises ValueError where they end too early."""

    def __init__(self, data: bytes | bytearray | memoryview) -> None:
        self._data = memoryview(data)
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, count: int) -> memoryview:
        if count > self.left:
            raise ValueError(f"{count} bytes are due at {self._at}, {self.left} are left")
        self._at += count
        return self._data[self._at - count : self._at]

    def read(self, layout: struct.Struct) -> tuple[Any, ...]:
        return layout.unpack(self.take(layout.size))
