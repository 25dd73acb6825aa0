"""The product of a matrix and a vector, by rows and by columns: each rank holds a part of the matrix.

    hypernet run -n 8 -- python3 matvec.py

By columns each rank gives a share of every element, and the shares are added exactly;
by rows each rank gives whole elements. The matrix is Hilbert's, the vector alternates.
"""

import hypernet

ORDER = 24


def hilbert(rows, columns):
    return [[1.0 / (i + j + 1) for j in columns] for i in rows]


def main():
    with hypernet.connect() as job:
        comm = job.comm
        whole = range(ORDER)
        own = whole[ORDER * comm.rank // comm.size : ORDER * (comm.rank + 1) // comm.size]
        x = [(-1.0) ** j for j in whole]

        by_columns = comm.matvec_by_columns(hilbert(whole, own), [x[j] for j in own])
        lost = comm.last.missing
        by_rows = comm.matvec_by_rows(hilbert(own, whole), x, own.start, ORDER)

        if comm.rank == comm.last.contributors[0]:
            for row, (one, other) in enumerate(zip(by_columns, by_rows)):
                print(f"{row:2} {one!r:24} {other!r:24}")
            if lost:
                print(f"the columns of rank {', '.join(map(str, lost))} count as 0")
            if comm.last.missing:
                print(f"the rows of rank {', '.join(map(str, comm.last.missing))} are missing")


if __name__ == "__main__":
    main()
