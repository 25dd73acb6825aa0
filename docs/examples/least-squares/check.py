"""Compares what the partitions delivered with an ordinary fit of the whole file in one piece.

    PYTHONPATH=src/bindings/python python3 check.py flights.csv group-0.result group-1.result group-2.result
"""

import json
import sys

import hypernet
import numpy as np
from model import NAMES, read


def main(flights, *results):
    delivered = []
    for path in results:
        with open(path, "rb") as file:
            delivered.append(file.read())
    found = hypernet.unpack(delivered[0])

    x, delay = read(flights)
    reference = np.linalg.lstsq(x, delay, rcond=None)[0]
    explained = 1 - np.var(delay - x @ reference) / np.var(delay)  # what is left has the mean 0, as there is an intercept
    ours, theirs = np.append(found["coefficients"][-1], found["explained"][-1]), np.append(reference, explained)
    error = np.max(np.abs(ours - theirs) / np.abs(theirs))
    print(
        json.dumps(
            {
                "names": NAMES,
                "rows": found["rows"].astype(int).tolist(),
                "coefficients": found["coefficients"].tolist(),
                "explained": found["explained"].tolist(),
                "reference": reference.tolist(),
                "referenceExplained": float(explained),
                "maxRelativeError": float(error),
                "dataRows": len(delay),
                "equalResults": delivered.count(delivered[0]),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
