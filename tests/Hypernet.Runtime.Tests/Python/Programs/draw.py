"""Tells what it has in place of a clock and of chance, at its beginning and after each checkpoint."""

import hypernet

with hypernet.connect() as job:
    print(job.time, job.seed.hex())
    while job.reached < job.checkpoints:
        job.checkpoint(b"", b"")
        print(job.time, job.seed.hex())
