import ctypes
import os
import signal

from attempt import bait, first, refused, run

PTRACE_ATTACH = 16
INIT = 1


def see_others():
    seen = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                seen[int(entry)] = file.read()
        except OSError:
            pass
    others = [pid for pid in seen if pid not in (INIT, os.getpid())]
    return f"saw {len(others)} others: {others[:5]}" if others else None


def read_environment():
    for process in (INIT, bait["agent"]):
        try:
            with open(f"/proc/{process}/environ", "rb") as file:
                found = file.read()
        except OSError:
            continue
        if found:
            return f"process {process} has {found[:80]}"
    pinned = {"PATH", "HOME", "TMPDIR", "LANG", "TZ", "PYTHONPATH", "PYTHONHASHSEED", "PWD", "LC_CTYPE"}
    numerics = {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "GLIBC_TUNABLES"}
    others = set(os.environ) - pinned - numerics
    return f"has the variables {others}" if others else None


def use_descriptors():
    for process in ("self", "1"):
        folder = f"/proc/{process}/fd"
        for entry in os.listdir(folder):
            try:
                target = os.readlink(f"{folder}/{entry}")
            except OSError:
                continue
            if int(entry) > 2 and not target.endswith("/fd") and target != "anon_inode:[eventfd]":
                return f"{folder}/{entry} is {target}"
    return None


def signal_agent():
    for number in (0, signal.SIGCONT):
        try:
            os.kill(bait["agent"], number)
            return f"signalled {bait['agent']}"
        except OSError:
            pass
    return None


def trace():
    memory = ctypes.create_string_buffer(8)
    return first(
        refused(101, PTRACE_ATTACH, bait["agent"], 0, 0),
        refused(101, PTRACE_ATTACH, INIT, 0, 0),
        refused(310, os.getpid(), memory, 0, memory, 0, 0),
        refused(311, os.getpid(), memory, 0, memory, 0, 0),
        refused(312, os.getpid(), os.getpid(), 0, 0, 0),
        refused(434, os.getpid(), 0),
    )


def stop_init():
    for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM):
        os.kill(INIT, number)
    with open("/proc/1/stat") as file:
        state = file.read().split()[2]
    return f"process 1 is in state {state}" if state in "TtZX" else None


run({
    "see-others": see_others,
    "read-environment": read_environment,
    "use-descriptors": use_descriptors,
    "signal-agent": signal_agent,
    "trace": trace,
    "stop-init": stop_init,
})
