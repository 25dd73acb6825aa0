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


def rows_of(rank, counts):
    """Which rows a rank had, counted from 1, if it and those before it have said how many."""
    known = counts[: rank + 1]
    return f"the rows of rank {rank}" if None in known else f"rows {sum(known[:-1]) + 1} to {sum(known)}"


def main():
    with hypernet.connect() as job:
        comm = job.comm
        x, delay = read(os.path.join(job.input, "flights.csv"))
        counts = comm.all_gather(len(delay))
        fit = comm.least_squares(x, delay)

        if comm.rank != comm.last.contributors[0]:
            return
        if "--json" in sys.argv:
            found = {"names": NAMES, "coefficients": fit.coefficients.tolist()}
            print(json.dumps(found | {"rows": fit.rows, "missingRanks": fit.missing_partitions}))
            return
        for name, value, error in zip(NAMES, fit.coefficients, fit.standard_errors):
            print(f"{name:12} {value:22.17g}  +- {error:.2g}")
        print(f"{fit.rows} rows" + "".join(f", without {rows_of(rank, counts)}" for rank in fit.missing_partitions))


if __name__ == "__main__":
    main()
