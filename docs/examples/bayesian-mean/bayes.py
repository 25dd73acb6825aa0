"""Bayesian learning of a mean: what the readings of all ranks say about the speed of light.

    hypernet run -n 8 --input light.csv -- python3 bayes.py

light.csv holds Michelson's readings of 1879, in km/s above 299,000, with the deviation
of one reading. The belief about the mean is a normal distribution: its precision (one
over the variance) and its information (precision times mean) add up over readings, and
what was believed after one batch is believed before the next.
"""

import csv
import os

import hypernet

BATCHES = 2


def main():
    with hypernet.connect() as job, open(os.path.join(job.input, "light.csv"), newline="") as file:
        comm = job.comm
        readings = [(float(row["speed"]), float(row["deviation"])) for row in csv.DictReader(file)]
        precision, information = 1 / 500.0**2, 800 / 500.0**2  # believed at first: 800 +- 500

        for batch in range(BATCHES):
            own = readings[batch::BATCHES]
            weights = [1 / deviation**2 for _, deviation in own]
            precision += comm.dot(weights, [1.0] * len(own))
            information += comm.dot(weights, [speed for speed, _ in own])
            if comm.rank == comm.last.contributors[0]:
                lost = "".join(f", without rank {rank}" for rank in comm.last.missing)
                mean = information / precision
                print(f"after batch {batch + 1}: {mean!r} +- {precision**-0.5:.2f} km/s = {mean.hex()}{lost}")


if __name__ == "__main__":
    main()
