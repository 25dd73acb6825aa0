"""Writes the flights as CSV, all digits kept.

    python3 pack.py node_modules/vega-datasets/data/flights-200k.json flights.csv
"""

import json
import sys


def main(source, target):
    with open(source, encoding="utf-8") as file:
        flights = json.load(file)
    with open(target, "w", encoding="ascii", newline="\n") as file:
        file.write("delay,distance,time\n")
        file.writelines(f"{flight['delay']},{flight['distance']},{flight['time']!r}\n" for flight in flights)


if __name__ == "__main__":
    main(*sys.argv[1:])
