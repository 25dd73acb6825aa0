"""Adds its partition's number at every checkpoint; what it was told comes out as JSON."""

import json

import hypernet

with hypernet.connect() as job:
    total, restored = 0, job.restore()
    if restored:
        total = int.from_bytes(restored[1], "little")
    start = job.reached
    for number in range(start + 1, job.checkpoints + 1):
        total += job.partition + 1
        job.progress(number, job.checkpoints, residual=None if number == 1 else 1 / 2 ** (number - 1))
        job.log(f"checkpoint {number}\ntotal {total}")
        state = total.to_bytes(8, "little")
        assert job.checkpoint(f"total {total}".encode(), memoryview(state)) == number == job.reached

print(json.dumps([job.rank, job.group, job.partition, job.partitions, job.size, job.checkpoints, start, total]))
