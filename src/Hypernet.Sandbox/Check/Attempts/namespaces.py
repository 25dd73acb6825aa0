import os
import signal

from attempt import first, refused, run

NAMESPACES = {
    "time": 0x80, "mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000,
    "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000,
}
AT_FDCWD = -100
CHARACTER_DEVICE, MEMORY_DEVICE = 0o020666, 1 << 8 | 1


def unshare():
    return first(*(refused(272, flag) for flag in NAMESPACES.values()), refused(308, 0, 0))


def clone():
    for flag in (value for name, value in NAMESPACES.items() if name != "time"):
        found = refused(56, flag | signal.SIGCHLD, 0, 0, 0, 0)
        if found:
            return found
    return refused(435, 0, 0, by="ENOSYS")


def mount():
    return first(
        refused(165, b"none\0", b"/tmp\0", b"tmpfs\0", 0, 0),
        refused(165, b"none\0", b"/usr\0", b"none\0", 4096 | 32, 0),
        refused(166, b"/usr\0", 2),
        refused(155, b"/\0", b"/\0"),
        refused(161, b"/scratch\0"),
        refused(428, AT_FDCWD, b"/usr\0", 1),
        refused(429, 0, b"\0", 0, b"\0", 0),
        refused(430, b"tmpfs\0", 0),
        refused(442, AT_FDCWD, b"/usr\0", 0, 0, 0),
    )


def make_device():
    return first(
        refused(133, b"/scratch/mem\0", CHARACTER_DEVICE, MEMORY_DEVICE),
        refused(259, AT_FDCWD, b"/scratch/mem\0", CHARACTER_DEVICE, MEMORY_DEVICE),
    )


def become_root():
    for change in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0])):
        try:
            change()
            return "changed the user or a group"
        except OSError:
            pass
    with open("/proc/self/status") as file:
        status = dict(line.split(":", 1) for line in file)
    privileges = [int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")]
    if any(privileges) or status["NoNewPrivs"].strip() != "1":
        return f"has capabilities {privileges}, or may gain privileges"
    os.system("/usr/bin/su -c id > /scratch/su 2>&1 < /dev/null")
    with open("/scratch/su") as file:
        return "became root by su" if "uid=0" in file.read() else None


run({"unshare": unshare, "clone": clone, "mount": mount, "make-device": make_device, "become-root": become_root})
