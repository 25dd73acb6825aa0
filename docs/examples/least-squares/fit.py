"""Folds this rank's part of the flights into the factor of a least-squares fit (see model.py)."""

import os

import hypernet
import numpy as np
from model import NAMES, columns, fold

BATCH_BYTES = 64 * 1024


def main():
    with hypernet.connect() as job, open(os.path.join(job.input, "flights.csv"), "rb") as file:
        size = file.seek(0, os.SEEK_END)
        if restored := job.restore():
            state = hypernet.unpack(restored[1])
            factor, offset = state["factor"], int(state["offset"])
            file.seek(offset)  # what was folded before the checkpoint is not read again
        else:
            file.seek(0)
            factor, offset = np.empty((0, len(NAMES) + 1)), len(file.readline())

        for number in range(job.reached + 1, job.checkpoints + 1):
            end = size * number // job.checkpoints
            while offset < end:
                lines = file.readlines(min(BATCH_BYTES, end - offset))
                factor = fold(factor, columns(lines))
                offset += sum(map(len, lines))
                job.progress(offset, size)
            job.checkpoint(
                result=hypernet.pack({"factor": factor}),
                state=hypernet.pack({"factor": factor, "offset": offset}),
            )


if __name__ == "__main__":
    main()
