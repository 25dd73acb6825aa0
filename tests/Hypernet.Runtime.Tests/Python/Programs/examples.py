"""Runs the examples of the package's docstrings as one of four ranks, and prints how many there were.

What an example shows must come out at every rank, or at the one that its comment names.
"""

import array
import contextlib
import doctest
import inspect
import io
import re

import hypernet
import numpy as np

BLOCKING = [
    getattr(hypernet.Comm, name)
    for name in vars(hypernet.Comm)
    if not name.startswith("_") and name not in ("rank", "size")
]


def documented():
    yield hypernet.Op.Create
    yield hypernet.pack
    for member in BLOCKING:
        assert ">>>" in inspect.getdoc(member), f"{member} has no example"
        yield member


def run(member, comm):
    names = vars(hypernet) | {"hypernet": hypernet, "np": np, "array": array, "comm": comm}
    examples = doctest.DocTestParser().get_examples(inspect.getdoc(member))
    for example in examples:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown):
            exec(compile(example.source, str(member), "single"), names)
        rank = re.search(r"# rank (\d)$", example.source.strip())
        if rank is None or int(rank[1]) == comm.rank:
            assert shown.getvalue() == example.want, f"{member}:\n{example.source}{shown.getvalue()}instead of\n{example.want}"
    return len(examples)


with hypernet.connect() as job:
    print(sum(run(member, job.comm) for member in documented()))
