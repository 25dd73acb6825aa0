"""Counts, and agrees with the other partitions now and then: the same numbers wherever it runs, and nothing else to wait for."""
import struct
import sys

import hypernet

ROUNDS = 100_000
MODULUS = 1 << 32

with hypernet.connect() as job:
    steps = int(sys.argv[1])
    job.log("runs")
    number = job.partition
    for checkpoint in range(job.checkpoints):
        for step in range(steps // job.checkpoints):
            for _ in range(ROUNDS):
                number = (number * 1664525 + 1013904223) % MODULUS
            number ^= int(job.comm.sum(float(number), name="step")) % MODULUS
        job.checkpoint(result=struct.pack("<Q", number), state=b"")
