import os
import resource
import signal
import sys
import time

from attempt import bait, run

MIB = 1 << 20
limits = bait["limits"]


def touch(size):
    block = bytearray(size)
    block[::4096] = b"x" * len(block[::4096])
    return block


def memory():
    kept = []
    try:
        while len(kept) < 4 * limits["memory"] // 8:
            kept.append(touch(8 * MIB))
    except MemoryError:
        return None
    return f"took {8 * len(kept)} MiB"


def memory_of_many():
    children = 8
    ready, done = os.pipe(), os.pipe()
    for _ in range(children):
        if os.fork() == 0:
            os.close(done[1])
            kept = touch(limits["memory"] * MIB // 2)
            os.write(ready[1], b"x")
            os.close(ready[1])
            os.read(done[0], 1)
            os._exit(len(kept) == 0)
    os.close(ready[1])
    filled = 0
    while os.read(ready[0], 1):
        filled += 1
        if filled == children:
            return f"{children} processes took {children * limits['memory'] // 2} MiB"
    return None


def processes():
    started = 0
    try:
        while started < 4 * limits["processes"]:
            if os.fork() == 0:
                signal.pause()
            started += 1
    except OSError:
        return f"started {started}" if started > limits["processes"] else None
    return f"started {started}"


def fill(*folders):
    for folder, size in folders:
        written = 0
        try:
            with open(f"{folder}/fill", "wb", buffering=0) as file:
                while written <= 2 * size * MIB:
                    written += file.write(bytes(MIB))
        except OSError:
            pass
        if written > size * MIB:
            return f"wrote {written} bytes to {folder}"
    return None


def files():
    opened = []
    try:
        while len(opened) <= 2 * limits["files"]:
            opened.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        return None
    return f"opened {len(opened)} files"


def raise_limits():
    for kind in (resource.RLIMIT_CORE, resource.RLIMIT_NOFILE):
        try:
            resource.setrlimit(kind, (1 << 20, 1 << 20))
            return f"raised limit {kind}"
        except (OSError, ValueError):
            pass
    return None


def daemon():
    ready = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            for descriptor in (0, 1, 2):
                os.close(descriptor)
            os.write(ready[1], b"x")
            while True:
                time.sleep(1)
        os._exit(0)
    os.read(ready[0], 1)


def loop():
    for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    os.fork()
    while True:
        pass


def output(end):
    while True:
        sys.stdout.write("x" * 4095 + end)


run({
    "memory": memory,
    "memory-of-many": memory_of_many,
    "processes": processes,
    "disk": lambda: fill(("/scratch", limits["scratch"]), ("/tmp", limits["shared"])),
    "shared-memory": lambda: fill(("/dev/shm", limits["shared"])),
    "hidden-disk": lambda: fill(("/", 0), ("/dev", 0), ("/run", 0), ("/etc", 0)),
    "files": files,
    "raise-limits": raise_limits,
    "daemon": daemon,
    "endless-loop": loop,
    "endless-output": lambda: output("\n"),
    "endless-line": lambda: output(""),
})
