import unittest

from hypernet import _frames
from vectors import load

def place(field):
    return _frames.Place(field["offset"], field["length"]) if field else None

def call(f):
    called = _frames.Call(
        *(f[name] for name in ("operation", "type", "operator", "exactness", "onLoss", "digits", "root", "count", "parameter", "name"))
    )
    source, contribution = place(f.get("source")), bytes.fromhex(f.get("contribution", ""))
    length = source.length if source else len(contribution)
    return _frames.call_head(f["request"], called, length, source, place(f.get("target"))) + contribution

def result(payload):
    got = _frames.read_result(payload)
    fields = {"errorBound": got.error_bound, "size": got.size, "rounds": got.rounds, "views": got.views, "sent": got.sent}
    value = {"length": got.length} if got.in_arena else {"value": bytes(got.value).hex()}
    return fields | value | {"contributors": list(got.contributors)}

def refused(payload):
    code, ranks, text = _frames.read_refused(payload)
    return {"code": code, "ranks": list(ranks), "text": text}

WRITTEN = {
    "hello": lambda f: _frames.hello(f["features"]),
    "restore": lambda f: _frames.restore(f["request"]),
    "checkpoint": lambda f: _frames.checkpoint(
        f["request"], f["number"], bytes.fromhex(f["result"]), bytes.fromhex(f["state"])
    ),
    "progress": lambda f: _frames.progress(f["done"], f["total"], f.get("residual")),
    "log": lambda f: _frames.log(f["text"]),
    "finish": lambda f: _frames.finish(),
    "call": call,
}
def told(interval):
    return {"time": interval.time, "seed": interval.seed.hex()} if interval else {}

def welcome(payload):
    got = _frames.read_welcome(payload)._asdict()
    return got | told(got.pop("interval"))

def settled(payload):
    number, interval = _frames.read_settled(payload)
    return {"number": number} | told(interval)

READ = {
    "welcome": welcome,
    "restored": lambda p: dict(zip(("number", "state"), _frames.read_restored(p))),
    "settled": settled,
    "result": result,
    "refused": refused,
    "end": lambda p: dict(zip(("reason", "text"), _frames.read_end(p))),
}

class FrameTests(unittest.TestCase):
    def test_frames_of_a_program_are_the_golden_bytes(self):
        for vector in load("frames"):
            if vector["frame"] in WRITTEN:
                with self.subTest(vector["name"]):
                    self.assertEqual(vector["hex"], WRITTEN[vector["frame"]](vector["fields"]).hex())

    def test_frames_of_a_runtime_are_read_from_the_golden_bytes(self):
        for vector in load("frames"):
            if vector["frame"] in READ:
                with self.subTest(vector["name"]):
                    frame = bytes.fromhex(vector["hex"])
                    length, kind, flags, request = _frames.HEADER.unpack(frame[: _frames.HEADER.size])
                    fields = {"features": 0, "arena": 0, "request": request} | vector["fields"]
                    if isinstance(fields.get("state"), str):
                        fields["state"] = bytes.fromhex(fields["state"])
                    payload = frame[_frames.HEADER.size :]
                    read = READ[vector["frame"]](payload)
                    self.assertEqual({name: fields[name] for name in read}, read)
                    self.assertEqual((len(payload), _frames.Kind[vector["frame"].upper()], 0), (length, kind, flags))

    def test_every_kind_of_frame_has_a_vector(self):
        self.assertEqual({kind.name.lower() for kind in _frames.Kind}, {vector["frame"] for vector in load("frames")})

    def test_a_long_line_is_cut_at_a_whole_character(self):
        frame = _frames.log("x" + "ü" * 3000)
        text = frame[_frames.HEADER.size :].decode()
        self.assertEqual("x" + "ü" * 2047, text)

if __name__ == "__main__":
    unittest.main()
