"""Three collectives: rank 0 writes what each gave, and who is missing."""

import hypernet

with hypernet.connect() as job:
    comm = job.comm
    for given in (10 ** comm.rank, 2 * 10 ** comm.rank, 3 * 10 ** comm.rank):
        total = comm.sum(given)
        if comm.rank == 0:
            print(total, *comm.last.missing)
