"""Hands in checkpoints that need no state, from wherever the job is."""

import hypernet

with hypernet.connect() as job:
    for number in range(job.reached + 1, job.checkpoints + 1):
        job.checkpoint(b"number %d" % number, b"")
