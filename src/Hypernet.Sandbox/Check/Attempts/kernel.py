import ctypes
import mmap
import os

from attempt import call, first, refused, run

TIOCSTI, TIOCLINUX = 0x5412, 0x541C


def type_into_terminal():
    # The kernel looks at the low half of the request only; so does the filter.
    requests = (TIOCSTI, TIOCLINUX, TIOCSTI | 1 << 32)
    main, terminal = os.openpty()
    return first(*(refused(16, terminal, request, b"x") for request in requests))


def foreign_abi():
    # mov eax, 20; int 0x80: getpid of the 32-bit ABI, where the number 20 is writev's in this one.
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    result = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    return f"the 32-bit ABI answered {result}"


def x32_abi():
    return f"the x32 ABI answered {call(0x40000000 | 39)}"


def machine():
    return first(
        refused(246, 0, 0, 0, 0), refused(320, -1, -1, 0, 0, 0), refused(175, 0, 0, b"\0"), refused(313, -1, b"\0", 0),
        refused(176, b"x\0", 0), refused(169, 0, 0, 0, 0), refused(167, b"/x\0", 0), refused(227, 0, 0), refused(164, 0, 0),
        refused(170, b"x", 1), refused(103, 3, 0, 0), refused(163, 0), refused(172, 3), refused(173, 0, 1, 1),
        refused(304, -1, 0, 0), refused(303, -1, b"\0", 0, 0, 0), refused(135, 0xFFFFFFFF), refused(154, 0, 0, 0),
    )


run({
    "bpf": lambda: refused(321, 0, 0, 0),
    "perf": lambda: refused(298, 0, 0, -1, -1, 0),
    "io-uring": lambda: first(refused(425, 1, 0), refused(426, -1, 0, 0, 0, 0, 0), refused(427, -1, 0, 0, 0)),
    "userfaultfd": lambda: refused(323, 0xFFFFFFFF),
    "keyctl": lambda: first(refused(250, 0, -3, 0), refused(248, b"user\0", b"x\0", b"x", 1, -2), refused(249, b"user\0", b"x\0", 0, 0)),
    "newer-calls": lambda: first(*(refused(number, 0, 0, 0, by="ENOSYS") for number in (463, 467, 470, 511, 600))),
    "machine": machine,
    "type-into-terminal": type_into_terminal,
    "foreign-abi": foreign_abi,
    "x32-abi": x32_abi,
})
