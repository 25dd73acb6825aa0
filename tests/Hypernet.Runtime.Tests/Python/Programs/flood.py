"""Reports as often as it can, then finishes."""

import hypernet

with hypernet.connect() as job:
    for done in range(1, 100_001):
        job.progress(done, 100_000)
    for line in range(300):
        job.log(f"line {line} \x1b[2J")
    for _ in range(job.checkpoints):
        job.checkpoint(b"", b"")
