"""Uses a job wrongly, as the first argument says, and prints the error."""

import sys

import hypernet


def forget_restore(job):
    job.checkpoint(b"", b"")


def finish_early(job):
    job.finish()


def go_on_after_the_last(job):
    for _ in range(job.checkpoints + 1):
        job.checkpoint(b"", b"")


def hand_in_too_much(job):
    job.checkpoint(bytes((64 << 20) + 1), b"")


def hand_in_text(job):
    job.checkpoint("text", b"")


def report_more_than_all(job):
    job.progress(3, 2)


def report_no_residual(job):
    job.progress(1, 2, float("nan"))


def connect_twice(job):
    hypernet.connect()


def send_after_the_end(job):
    try:
        job.checkpoint(b"", b"")
    except hypernet.Stopped:
        job.log("still here")
        print("sent")


def wait_for_others(job):
    try:
        job.comm.barrier()
    except hypernet.Stopped:
        job.comm.barrier()


def ask_whether_done(job):
    job.comm.ibarrier().test()


def wait_for_a_while(job):
    job.comm.ibarrier().wait(1)


def compute_alone(job):
    job.comm.sum(1)


def checkpoint(job):
    job.checkpoint(b"", b"")


try:
    with hypernet.connect() as job:
        globals()[sys.argv[1]](job)
except (hypernet.HypernetError, TypeError) as error:
    print(f"{type(error).__name__}: {error}")
