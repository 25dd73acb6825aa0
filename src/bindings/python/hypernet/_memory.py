"""Memory shared with the runtime: docs/spec/runtime.md §7."""

from __future__ import annotations

import mmap
import threading

from ._frames import Place

_ALIGNMENT = 64


class Arena:
    """Hands out places of the shared memory. Without any, or with none left, it has none to give."""

    def __init__(self, descriptor: int | None, size: int) -> None:
        self._lock = threading.Lock()
        self._descriptor = descriptor
        self._size = size
        self._map: mmap.mmap | None = None
        self._free = [(0, size)] if descriptor is not None and size > 0 else []

    def take(self, length: int) -> Place | None:
        """A place, to be given back; None if there is no room: the first gap that is large enough."""
        needed = -(-length // _ALIGNMENT) * _ALIGNMENT
        with self._lock:
            for at, (offset, room) in enumerate(self._free):
                if needed <= room and self._mapped():
                    self._free[at : at + 1] = [(offset + needed, room - needed)] if needed < room else []
                    return Place(offset, length)
        return None

    def give(self, place: Place) -> None:
        with self._lock:
            gaps: list[tuple[int, int]] = []
            for offset, room in sorted([*self._free, (place.offset, -(-place.length // _ALIGNMENT) * _ALIGNMENT)]):
                if gaps and sum(gaps[-1]) == offset:
                    gaps[-1] = (gaps[-1][0], gaps[-1][1] + room)
                else:
                    gaps.append((offset, room))
            self._free = gaps

    def view(self, place: Place) -> memoryview:
        """The bytes of a place that was taken."""
        assert self._map is not None
        return memoryview(self._map)[place.offset : place.offset + place.length]

    def _mapped(self) -> bool:
        if self._map is None and self._descriptor is not None:
            try:
                self._map = mmap.mmap(self._descriptor, self._size)
            except OSError:
                # The program's own limit of addresses: it does without.
                self._free = []
        return self._map is not None
