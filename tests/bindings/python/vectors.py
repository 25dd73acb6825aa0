"""The golden bytes that all languages share."""

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "vectors" / "runtime"


def load(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
