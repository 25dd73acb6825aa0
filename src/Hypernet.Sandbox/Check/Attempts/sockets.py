import socket

from attempt import bait, first, refused, run

AF_NETLINK, AF_PACKET, AF_ALG, AF_VSOCK = 16, 17, 38, 40


def connect(family, address):
    try:
        with socket.socket(family) as client:
            client.settimeout(2)
            client.connect(address)
        return f"connected to {address!r}"
    except OSError:
        return None


def make(family):
    kinds = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET)
    return first(*(refused(41, family, kind, 0, by="EAFNOSUPPORT") for kind in kinds))


run({
    "tcp": lambda: first(connect(socket.AF_INET, ("127.0.0.1", bait["port"])), make(socket.AF_INET), make(socket.AF_INET6)),
    "abstract": lambda: connect(socket.AF_UNIX, "\0" + bait["abstract"]),
    "netlink": lambda: make(AF_NETLINK),
    "packet": lambda: make(AF_PACKET),
    "crypto": lambda: make(AF_ALG),
    "vsock": lambda: make(AF_VSOCK),
})
