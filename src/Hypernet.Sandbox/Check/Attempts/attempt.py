"""One attempt to escape: python3 FAMILY.py NAME BAIT, where BAIT says what to reach for outside.

An attempt returns None when it was held, and otherwise what it reached.
"""

import ctypes
import errno
import json
import sys

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
bait = json.loads(sys.argv[2])


def call(number, *arguments):
    """A system call by number; its result, and the name of its error or None."""
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *(a if isinstance(a, (bytes, ctypes.Array)) else ctypes.c_long(a) for a in arguments))
    return result, errno.errorcode.get(ctypes.get_errno()) if result == -1 else None


def refused(number, *arguments, by="EPERM"):
    """None when the system-call filter answered, whose errors the calls below would not give by themselves."""
    result, error = call(number, *arguments)
    return None if error == by else f"system call {number} gave {result} {error}, not {by}"


def first(*findings):
    """The first attempt that was not held."""
    return next((finding for finding in findings if finding), None)


def run(attempts):
    found = attempts[sys.argv[1]]()
    print(f"escaped: {found}" if found else "held", flush=True)
