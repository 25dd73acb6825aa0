"""The dot product of two vectors of which each rank holds a part.

    hypernet run -n 8 -- python3 dot.py

The sum of all products is exact and rounded once, so that its bits are the same for
any number of ranks; adding the products one by one loses all digits here.
"""

import hypernet

LENGTH = 99_999


def elements(own):
    """The elements of both vectors at some places: two of three products are large, and cancel."""
    return [(1e20, 1.0, -1e20)[i % 3] for i in own], [1.0 / (1 + i // 3) for i in own]


def main():
    with hypernet.connect() as job:
        comm = job.comm
        own = range(LENGTH * comm.rank // comm.size, LENGTH * (comm.rank + 1) // comm.size)
        product = comm.dot(*elements(own))

        if comm.rank == comm.last.contributors[0]:
            print(f"x.y = {product!r} = {product.hex()}")
            print(f"added one by one: {sum(x * y for x, y in zip(*elements(range(LENGTH))))!r}")
            for rank in comm.last.missing:
                print(f"without the elements of rank {rank}")


if __name__ == "__main__":
    main()
