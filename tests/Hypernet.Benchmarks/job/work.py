"""Counts, and agrees with the other partitions now and then: the same numbers wherever it runs, and nothing else to wait for."""
import struct
import sys

import hypernet

ROUNDS = 100_000
MODULUS = 1 << 32

with hypernet.connect() as job:
    steps = int(sys.argv[1])
    job.log("runs")
    done, state = job.restore() or (0, struct.pack("<Q", job.partition))
    (number,) = struct.unpack("<Q", state)
    for checkpoint in range(done, job.checkpoints):
        for step in range(steps // job.checkpoints):
            for _ in range(ROUNDS):
                number = (number * 1664525 + 1013904223) % MODULUS
            number ^= int(job.comm.sum(float(number), name="step")) % MODULUS
        state = struct.pack("<Q", number)
        job.checkpoint(result=state, state=state)
