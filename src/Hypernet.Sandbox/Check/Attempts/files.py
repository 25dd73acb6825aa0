import os

from attempt import bait, run


def write_outside():
    folder = os.path.dirname(bait["canary"])
    targets = ["/x", "/etc/x", "/usr/x", "/usr/bin/x", "/prog/x", "/dev/x", "/run/x", "/run/hypernet/x", "/proc/x", "/sys/x"]
    targets += [bait["canary"], folder + "/x", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/1/root/x", "/prog/files.py"]
    for target in targets:
        try:
            with open(target, "a") as file:
                file.write("x")
            return f"wrote {target}"
        except OSError:
            pass
    try:
        os.chmod("/prog/files.py", 0o777)
        return "changed the mode of /prog/files.py"
    except OSError:
        return None


def read_secrets():
    targets = ["/etc/shadow", "/etc/passwd", "/root", "/home", "/var", "/boot", "/sys", "/dev/mem", "/dev/kmem", "/dev/kvm", "/dev/sda", "/dev/vda"]
    targets += [bait["canary"], "/proc/1/root" + bait["canary"], "/proc/kcore", f"/proc/{bait['agent']}/root"]
    for target in targets:
        try:
            descriptor = os.open(target, os.O_RDONLY)
            os.close(descriptor)
            return f"opened {target}"
        except OSError:
            pass
    try:
        return f"listed {os.listdir(os.path.dirname(bait['canary']))}"
    except OSError:
        return None


run({"write-outside": write_outside, "read-secrets": read_secrets})
