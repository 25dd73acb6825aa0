"""Rank 1 sends what no program may send, and goes on."""

import os
import socket
import threading

import hypernet

if os.environ["HYPERNET_RANK"] == "1":
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(os.environ["HYPERNET_SOCKET"])
    connection.sendall(b"\xff" * 12)
    threading.Event().wait()
with hypernet.connect() as job:
    print(job.comm.sum(1), *job.comm.last.missing)
