"""Merges the delivered factors, solves, and compares with one fit of the whole file on one machine.

    PYTHONPATH=src/bindings/python python3 merge.py flights.csv factor0 factor1 factor2
"""

import json
import sys

import hypernet
import numpy as np
from model import NAMES, columns, fold, solve


def main(flights, *factors):
    merged = np.empty((0, len(NAMES) + 1))
    for path in factors:
        with open(path, "rb") as file:
            merged = fold(merged, hypernet.unpack(file.read())["factor"])
    coefficients = solve(merged)

    with open(flights, encoding="ascii") as file:
        table = columns(file.readlines()[1:])
    reference = np.linalg.lstsq(table[:, :-1], table[:, -1], rcond=None)[0]

    error = np.max(np.abs(coefficients - reference) / np.abs(reference))
    print(
        json.dumps(
            {
                "names": NAMES,
                "coefficients": coefficients.tolist(),
                "reference": reference.tolist(),
                "maxRelativeError": float(error),
                "dataRows": len(table),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
