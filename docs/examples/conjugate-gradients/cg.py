"""Conjugate gradients: solves Au = b for a matrix of which each rank holds rows.

    hypernet run -n 8 -- python3 cg.py

Au = b is the heat equation on a rod, u'' = -1 + u/4, in ORDER points. Products of the
matrix and dot products are exact and rounded once: every rank takes the same steps, and
the solution has the same bits for any number of ranks. A row is needed in every step:
with `strict` the loss of a rank is an error, where otherwise its elements would be NaN.
"""

import hypernet
import numpy as np

ORDER = 200
TOLERANCE = 1e-12


def rows_of_matrix(own):
    h = 1.0 / (ORDER + 1)
    rows = np.zeros((len(own), ORDER))
    for row, i in zip(rows, own):
        row[i] = 2 / h + h / 4
        row[max(i - 1, 0) : i] = row[i + 1 : i + 2] = -1 / h
    return rows, np.full(ORDER, h)


def main():
    with hypernet.connect() as job:
        comm = job.comm
        own = slice(ORDER * comm.rank // comm.size, ORDER * (comm.rank + 1) // comm.size)
        rows, b = rows_of_matrix(range(ORDER)[own])
        u, residual, direction = np.zeros(ORDER), b, b
        square = first = comm.dot(residual[own], residual[own], strict=True)
        steps = 0
        while square > TOLERANCE**2 * first:
            product = comm.matvec_by_rows(rows, direction, own.start, ORDER, strict=True)
            length = square / comm.dot(direction[own], product[own], strict=True)
            u = u + length * direction
            residual = residual - length * product
            before, square = square, comm.dot(residual[own], residual[own], strict=True)
            direction = residual + square / before * direction
            steps += 1
            job.progress(steps, ORDER, residual=(square / first) ** 0.5)

        if comm.rank == 0:
            middle = float(u[ORDER // 2])
            print(f"{steps} steps, u in the middle = {middle!r} = {middle.hex()}")


if __name__ == "__main__":
    main()
