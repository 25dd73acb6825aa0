"""A linear regression over rows that are spread over the ranks: delay of flights by distance and time of day.

    hypernet run -n 8 --input flights.csv -- python3 fit.py

`--input` gives each rank its part of the rows. Write flights.csv with ../least-squares/pack.py.
"""

import json
import os
import sys

import hypernet
import numpy as np

NAMES = ["intercept", "distance", "sin day", "cos day", "sin half day", "cos half day"]


def read(path):
    """The columns of NAMES and the delays of the rows `delay,distance,time`: minutes, miles, hours."""
    delay, distance, time = np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2).reshape(-1, 3).T
    day = time * (2 * np.pi / 24)
    waves = [np.sin(day), np.cos(day), np.sin(2 * day), np.cos(2 * day)]
    return np.column_stack([np.ones_like(delay), distance / 1000, *waves]), delay


def missing_rows(counts, ranks):
    """First and last row of each of these ranks, counted from 1."""
    first = np.concatenate([[0], np.cumsum(counts)])
    return [(int(first[rank]) + 1, int(first[rank + 1])) for rank in ranks]


def main():
    with hypernet.connect() as job:
        comm = job.comm
        x, delay = read(os.path.join(job.input, "flights.csv"))
        counts = comm.all_gather(len(delay), strict=True)
        fit = comm.least_squares(x, delay)

        if comm.rank != comm.last.contributors[0]:
            return
        lost = missing_rows(counts, fit.missing_partitions)
        if "--json" in sys.argv:
            bits = [float(value).hex() for value in fit.coefficients]
            print(json.dumps({"names": NAMES, "coefficients": bits, "rows": fit.rows, "missingRows": lost}))
            return
        for name, value, error in zip(NAMES, fit.coefficients, fit.standard_errors):
            print(f"{name:12} {value:22.17g}  +- {error:.2g}")
        print(f"{fit.rows} rows" + "".join(f", without rows {first} to {last}" for first, last in lost))


if __name__ == "__main__":
    main()
