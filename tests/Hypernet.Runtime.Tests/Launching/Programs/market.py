"""A program made for the market: two checkpoints, a line to its buyer."""

import hypernet

with hypernet.connect() as job:
    for number in range(job.reached + 1, job.checkpoints + 1):
        job.progress(number, job.checkpoints)
        job.checkpoint(result=b"result", state=b"state")
    job.log(f"partition {job.partition} of {job.partitions} is done")
