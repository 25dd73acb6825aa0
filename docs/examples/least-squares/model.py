"""The regression of delay on distance and time of day, shared by fit.py (seller) and merge.py (buyer)."""

import numpy as np

NAMES = ["intercept", "distance", "sin day", "cos day", "sin half day", "cos half day"]


def columns(lines):
    """[X y] of some lines `delay,distance,time`: minutes, miles, hours of the day.

    Distance in thousands of miles, so that all columns are of one size and the
    factor loses no digits.
    """
    delay, distance, time = np.loadtxt(lines, delimiter=",", ndmin=2).T
    day = time * (2 * np.pi / 24)
    x = [np.ones_like(delay), distance / 1000, np.sin(day), np.cos(day), np.sin(2 * day), np.cos(2 * day)]
    return np.column_stack([*x, delay])


def fold(factor, rows):
    """The factor R of QR of the rows below the factor so far: RᵀR adds up, and no row is needed again.

    R is unique once its diagonal is not negative: LAPACK may return either sign.
    """
    r = np.linalg.qr(np.vstack([factor, rows]), mode="r")
    return r * np.where(np.diag(r) < 0, -1.0, 1.0)[:, None] + 0.0  # + 0.0: no zero keeps a sign


def solve(factor):
    """The coefficients that belong to a factor of [X y]."""
    return np.linalg.solve(factor[: len(NAMES), : len(NAMES)], factor[: len(NAMES), -1])
