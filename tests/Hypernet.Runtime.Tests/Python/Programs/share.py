"""Tries what a program must not be able to do with the memory that it shares; prints what came of it as JSON."""

import array
import fcntl
import json
import os

import hypernet

with hypernet.connect() as job:
    memory = job._connection.memory
    size = os.fstat(memory).st_size
    refused = []
    for change in (lambda: os.ftruncate(memory, 4096), lambda: os.ftruncate(memory, size + 4096), lambda: fcntl.fcntl(memory, 1033, 8)):
        try:
            change()
        except PermissionError as error:
            refused.append(error.strerror)

    # The runtime has the call once it has answered a later one, and ends it once the contribution has been overwritten.
    request = job.comm.isum(array.array("d", [1.5] * 20_000))
    job.comm.barrier(name="taken")
    arena = job.comm._calls._arena
    arena._map[:] = b"\xff" * size
    job.log("overwritten")
    total = request.wait()

    # What was answered is free again: all of it fits once more.
    whole = array.array("d", [2.5] * (size // 8))
    again = job.comm.sum(whole)

    inline = job.comm.isum(array.array("d", [0.5] * 8_192))
    inline.wait()
    print(json.dumps([size, refused, len(total), set(total) == {1.5}, again == whole, inline.outcome.contributors, arena._free]))
