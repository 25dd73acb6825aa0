"""Fits the delay of flights whose rows are spread over the partitions, at each checkpoint to more of them (see model.py)."""

import os

import hypernet
import numpy as np
from model import NAMES, read


def main():
    with hypernet.connect() as job:
        comm = job.comm
        x, delay = read(os.path.join(job.input, "flights.csv"))
        if restored := job.restore():
            found = hypernet.unpack(restored[1])
        else:
            found = {"rows": np.empty(0), "coefficients": np.empty((0, len(NAMES))), "explained": np.empty(0)}

        for number in range(job.reached + 1, job.checkpoints + 1):
            count = len(delay) * number // job.checkpoints
            some = delay[:count]
            fit = comm.least_squares(x[:count], some)
            mean = comm.mean(some.mean(), weight=count)
            variance = comm.mean(((some - mean) ** 2).mean(), weight=count)
            explained = 1 - fit.residual_norm**2 / fit.rows / variance
            job.log(f"{fit.rows} rows of all partitions: {explained:.2%} of the variance explained")
            job.progress(count, len(delay))

            # A line for each checkpoint: the result, and all that a replacement has to know of what was before it.
            line = {"rows": fit.rows, "coefficients": fit.coefficients, "explained": explained}
            found = {name: np.concatenate([found[name], [value]]) for name, value in line.items()}
            job.checkpoint(result=hypernet.pack(found), state=hypernet.pack(found))


if __name__ == "__main__":
    main()
