"""What four ranks do together, as the first argument says; what came of it is printed, and the same at every rank."""

import array
import hashlib
import os
import random
import struct
import sys
import threading
import time

import hypernet

if sys.argv[1].startswith("plain_"):
    sys.modules["numpy"] = None  # as where NumPy is not installed
    np = None
else:
    import numpy as np


def equal_bits(job, comm):
    chance = random.Random(comm.rank)
    parts = [chance.uniform(-1, 1) * 10.0 ** chance.randrange(-300, 300) for _ in range(100)]
    results = [comm.sum(parts), comm.mean(parts), comm.min(parts), comm.dot(parts, parts[::-1]), comm.norm(parts)]
    return digest(repr(results).encode())


def large_arrays(job, comm):
    n = 1_000_000
    given = np.arange(n, dtype=float) + comm.rank
    total = comm.sum(given)
    assert (total == 4 * np.arange(n) + 6.0).all() and (given == np.arange(n) + comm.rank).all()
    assert comm.all_reduce_into(hypernet.IN_PLACE, given) is given and (given == total).all()
    gathered = comm.all_gather_into(np.full(50_000, comm.rank, np.int32), np.zeros(200_000, np.int32))
    assert (gathered == np.repeat(np.arange(4), 50_000)).all()
    assert (comm.broadcast_into(gathered if comm.rank == 2 else np.zeros(200_000, np.int32), root=2) == gathered).all()
    assert comm.broadcast(b"x" * 3_000_000 if comm.rank == 1 else None, root=1) == b"x" * 3_000_000
    assert comm._calls._arena._free == [(0, 256 << 20)]
    return digest(total.tobytes())


def beyond_a_frame(job, comm):
    # A value of more than 64 MiB has no room in a frame: it goes through the arena, both ways.
    sent = np.arange((8 << 20) + 1, dtype=np.int64)
    buffer = sent.copy() if comm.rank == 1 else np.full_like(sent, -1)
    assert buffer.nbytes == (64 << 20) + 8
    assert comm.broadcast_into(buffer, root=1) is buffer and (buffer == sent).all()
    assert comm.last.contributors == (0, 1, 2)
    assert comm._calls._arena._free == [(0, 256 << 20)]
    return buffer.nbytes


def many_at_once(job, comm):
    names = [f"sum {number}" for number in range(60)]
    random.Random(comm.rank).shuffle(names)
    requests = {name: comm.isum(float(name.split()[1]) + comm.rank, name=name) for name in names}
    same = [comm.isum(number) for number in range(4)]
    try:
        comm.ibarrier()
    except hypernet.HypernetError as error:
        assert "64 calls are on their way" in str(error), error
    else:
        raise AssertionError("a 65th call")
    assert hypernet.Request.wait_all(same) == [0, 4, 8, 12]
    return [requests[f"sum {number}"].wait() for number in range(60)]


def threads(job, comm):
    found = {}

    def work(name):
        found[name] = [comm.sum(float(number), name=name) for number in range(50)]
        assert comm.last.contributors == (0, 1, 2, 3)

    workers = [threading.Thread(target=work, args=(f"thread {number}",)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all(sums == [4.0 * number for number in range(50)] for sums in found.values())
    return len(found)


def mismatch(job, comm):
    request = comm.isum([1.0, 2.0]) if comm.rank != 2 else comm.isum([1.0])
    error = failure(request.wait)
    assert isinstance(error, hypernet.Mismatch), error
    return [type(error).__name__, comm.sum(1)]


def invalid(job, comm):
    errors = [
        failure(lambda: comm.sum(2**62)),
        failure(lambda: comm.all_reduce(1.5, hypernet.AND)),
        failure(lambda: comm.sum(1.5, digits=18)),
        failure(lambda: comm.matvec_by_columns([[1.0, 2.0]], [1.0])),
        failure(lambda: comm.least_squares([[1.0, 2.0]], [1.0])),
        failure(lambda: comm.least_squares([[1.0, float("nan")]], [1.0])),
    ]
    return [type(error).__name__ for error in errors] + [comm.sum(1)]


def lost_before(job, comm):
    if comm.rank == 3:
        os._exit(0)
    total = comm.sum([float(comm.rank)])
    gathered = comm.all_gather(comm.rank)
    missing = comm.last.missing
    strict = failure(lambda: comm.barrier(strict=True))
    rootless = failure(lambda: comm.broadcast(root=3))
    fit = comm.least_squares([[1.0, comm.rank]], [1.0 + 2.0 * comm.rank])
    into = comm.all_gather_into(array.array("d", [comm.rank]), array.array("d", [-1.0] * 4))
    longest = comm.all_reduce("x" * comm.rank, hypernet.Op.Create(lambda low, high: low + high, "join"))
    return [total, gathered, missing, type(strict).__name__, rootless.ranks, fit.coefficients, fit.missing_partitions, list(into), longest]


def lost_after(job, comm):
    request = comm.isum([float(comm.rank)], name="last words")
    if comm.rank == 3:
        # The runtime has taken the call once it has answered a later one, which needs nobody else.
        failure(lambda: comm.all_reduce(1.5, hypernet.AND, name="alone"))
        os.kill(os.getpid(), 9)
    return [request.wait(), request.outcome.missing]


def requests(job, comm):
    if comm.rank == 0:
        early = comm.ibarrier(name="early")
        assert early.test() == (False, None) and not early.is_done
        error = failure(lambda: early.wait(0.01))
        assert isinstance(error, TimeoutError) and "barrier 'early' is still on its way" in str(error), error
        assert "on its way" in repr(early) and isinstance(failure(lambda: early.outcome), hypernet.HypernetError)
    comm.barrier(name="go")
    if comm.rank != 0:
        early = comm.ibarrier(name="early")
    given_up = comm.isum(1.0, name="given up")
    given_up.cancel()
    assert "was cancelled" in str(failure(given_up.wait))
    assert early.wait() is None and early.test() == (True, None)
    buffer = array.array("d", [comm.rank])
    filled = comm.iall_reduce_into(hypernet.IN_PLACE, buffer, hypernet.MAX)
    assert filled.wait() is buffer and filled.wait() is buffer
    # Nobody can wait for it any more: finish() does.
    comm.ibarrier(name="last").cancel()
    return list(buffer)


def checkpoints(job, comm):
    request = comm.isum(1.0, name="before")
    if comm.rank == 0:
        for close in (job.restore, job.finish):
            assert "while calls are on their way (sum 'before'): wait() for them first" in str(failure(close))
    comm.barrier()
    return request.wait()


def merges(job, comm):
    tree = hypernet.Op.Create(lambda low, high: f"({low}{high})", "tree")
    whole = comm.all_reduce("abcd"[comm.rank], tree)
    at_root = comm.reduce("abcd"[comm.rank], tree, root=1)
    assert (at_root is None) == (comm.rank != 1) and at_root in (None, whole)
    other = hypernet.Op.Create(lambda low, high: low, f"rank {comm.rank % 2}")
    assert isinstance(failure(lambda: comm.all_reduce(1, other)), hypernet.Mismatch)
    return whole


def plain_kinds(job, comm):
    r = comm.rank
    results = [
        comm.sum(r), comm.sum(r + 0.5), comm.sum(r > 1), comm.sum([r, 1]), comm.sum((r, 0.5)), comm.sum([]),
        comm.max(array.array("f", [r, -r])), comm.sum(array.array("Q", [1 << 62])) if r < 0 else 0, comm.all_reduce(r != 2, hypernet.AND),
        comm.all_reduce([r == 2, False], hypernet.OR), comm.all_reduce(r, hypernet.OR), comm.mean([r, 1]), comm.mean(array.array("i", [r])),
        comm.sum(memoryview(array.array("q", [r]))).tolist(), comm.all_gather({"r": (r, None, b"x", 1 << 80)})[3],
        comm.matvec_by_columns([[1.0]], [r]), comm.gather_into(array.array("B", [r]), array.array("B", bytes(4))) if r == 0 else comm.gather_into(array.array("B", [r])) and 0,
    ]
    results[-1] = 0
    for value in ("text", [[1]], b"x", None, {}, [None]):
        assert isinstance(failure(lambda: comm.sum(value)), TypeError), value
    assert isinstance(failure(lambda: comm.sum(1 << 64)), OverflowError)
    assert isinstance(failure(lambda: comm.sum(1, strickt=True)), TypeError)
    assert isinstance(failure(lambda: comm.broadcast(1, root=4)), ValueError)
    assert isinstance(failure(lambda: comm.all_gather({1: 2})), TypeError)
    assert isinstance(failure(lambda: comm.all_reduce_into(array.array("d", [1]), array.array("f", [1]))), ValueError)
    assert isinstance(failure(lambda: comm.all_reduce_into([1.0], array.array("d", [1]))), TypeError)
    return results


def numpy_kinds(job, comm):
    r = comm.rank
    for dtype in ("f8", "f4", "i4", "i8", "u8", ">f8", "i2", "u4"):
        given = np.full((2, 3), r, dtype)[:, ::-1]
        total = comm.sum(given)
        assert total.shape == (2, 3) and (total == 6).all(), dtype
        assert total.dtype == np.dtype(dtype).newbyteorder("=") or dtype in ("i2", "u4"), dtype
    assert comm.sum(np.float64(r)) == 6.0 and isinstance(comm.sum(np.float32(r)), np.float32)
    assert comm.all_reduce(np.array([True, r == 1]), hypernet.AND).tolist() == [True, False]
    assert comm.sum(np.zeros((0, 3))).shape == (0, 3) and comm.mean(np.int64(r)) == 1.5
    mean = comm.mean(np.full(2, r, "f4"))
    assert mean.dtype == np.float32 and mean.flags.writeable
    assert isinstance(failure(lambda: comm.sum(np.zeros(2, complex))), TypeError)
    assert isinstance(failure(lambda: comm.sum(np.zeros(2, "U1"))), TypeError)
    assert (comm.matvec_by_rows(np.eye(4)[r : r + 1], np.arange(4.0), r, 4) == np.arange(4)).all()
    fit = comm.least_squares(np.array([[1.0, r]]), np.array([2.0 * r]))
    return fit.coefficients.tolist()


def failure(call):
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError("no error")


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


with hypernet.connect() as job:
    print(globals()[sys.argv[1]](job, job.comm))
