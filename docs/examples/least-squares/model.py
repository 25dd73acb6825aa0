"""The regression of delay on distance and time of day, shared by fit.py (seller) and check.py (buyer)."""

import numpy as np

NAMES = ["intercept", "distance", "sin day", "cos day", "sin half day", "cos half day"]


def read(path):
    """The columns of NAMES and the delays of the rows `delay,distance,time`: minutes, miles, hours of the day.

    Distance in thousands of miles, so that all columns are of one size.
    """
    delay, distance, time = np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2).T
    day = time * (2 * np.pi / 24)
    x = [np.ones_like(delay), distance / 1000, np.sin(day), np.cos(day), np.sin(2 * day), np.cos(2 * day)]
    return np.column_stack(x), delay
