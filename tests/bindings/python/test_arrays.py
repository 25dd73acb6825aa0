import struct
import unittest

import hypernet
import numpy as np
from vectors import load


def array_of(field):
    return np.array(field["value"], dtype=field["type"]).reshape(field.get("shape", np.shape(field["value"])))


class ArrayTests(unittest.TestCase):
    def test_arrays_pack_to_the_golden_bytes(self):
        for vector in load("arrays"):
            with self.subTest(vector["name"]):
                arrays = {name: array_of(field) for name, field in vector["arrays"].items()}
                self.assertEqual(vector["hex"], hypernet.pack(arrays).hex())

    def test_golden_bytes_unpack_to_equal_arrays(self):
        for vector in load("arrays"):
            with self.subTest(vector["name"]):
                unpacked = hypernet.unpack(bytes.fromhex(vector["hex"]))
                self.assertEqual(vector["arrays"].keys(), unpacked.keys())
                for name, field in vector["arrays"].items():
                    self.assertEqual(array_of(field).dtype, unpacked[name].dtype)
                    np.testing.assert_array_equal(array_of(field), unpacked[name])

    def test_bytes_that_pack_does_not_write_are_refused(self):
        for vector in load("malformed-arrays"):
            with self.subTest(vector["name"]), self.assertRaises(ValueError):
                hypernet.unpack(bytes.fromhex(vector["hex"]))

    def test_every_nan_is_the_same_nan(self):
        nans = np.frombuffer(struct.pack("<3Q", 0x7FF8000000000001, 0xFFF8000000000000, 0x7FF0000000000001), "<f8")
        self.assertEqual(hypernet.pack({"x": nans}), hypernet.pack({"x": np.full(3, np.nan)}))
        self.assertTrue(hypernet.pack({"x": np.nan}).endswith(bytes.fromhex("000000000000f87f")))
        self.assertTrue(hypernet.pack({"x": np.float32(np.nan)}).endswith(bytes.fromhex("0000c07f")))
        self.assertEqual(
            hypernet.pack({"x": np.array([complex(1, -np.nan)])})[-16:], struct.pack("<d", 1) + bytes.fromhex("000000000000f87f")
        )

    def test_layout_in_memory_does_not_show(self):
        rows = np.arange(6.0).reshape(2, 3)
        for other in (np.asfortranarray(rows), rows[:, ::-1][:, ::-1], rows.astype(">f8")):
            self.assertEqual(hypernet.pack({"x": rows}), hypernet.pack({"x": other}))

    def test_packing_leaves_the_array_as_it_was(self):
        value = np.frombuffer(struct.pack("<Q", 0xFFF8000000000000), "<f8").copy()
        hypernet.pack({"x": value})
        self.assertEqual(0xFFF8000000000000, value.view("<u8")[0])

    def test_complex_numbers_come_back(self):
        for dtype in ("complex64", "complex128"):
            value = np.array([[1 + 2j, -3j]], dtype)
            unpacked = hypernet.unpack(hypernet.pack({"z": value}))["z"]
            self.assertEqual(value.dtype, unpacked.dtype)
            np.testing.assert_array_equal(value, unpacked)

    def test_unpacked_arrays_can_be_written(self):
        unpacked = hypernet.unpack(hypernet.pack({"x": [1.0, 2.0]}))["x"]
        unpacked[0] = 5
        self.assertEqual(5, unpacked[0])

    def test_types_without_canonical_bytes_are_refused(self):
        for value in (np.array(["text"]), np.array([object()]), np.array([1], "M8[s]"), np.float16(1), np.longdouble(1)):
            with self.subTest(value), self.assertRaises(ValueError):
                hypernet.pack({"x": value})

    def test_names_that_do_not_fit_are_refused(self):
        for name in ("", "x" * 256):
            with self.subTest(name), self.assertRaises(ValueError):
                hypernet.pack({name: 1})


if __name__ == "__main__":
    unittest.main()
