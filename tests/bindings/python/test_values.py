import array
import random
import unittest

import numpy as np
from hypernet._values import pack_parts, pack_value, unpack_parts, unpack_value
from vectors import load


class ValueTests(unittest.TestCase):
    def test_values_pack_to_the_golden_bytes_and_come_back(self):
        for vector in load("values"):
            with self.subTest(vector["name"]):
                self.assertEqual(vector["hex"], pack_value(vector["value"]).hex())
                self.assertEqual(vector["value"], unpack_value(bytes.fromhex(vector["hex"])))

    def test_bytes_that_pack_does_not_write_are_refused(self):
        for vector in load("malformed-values"):
            with self.subTest(vector["name"]), self.assertRaises(ValueError):
                unpack_value(bytes.fromhex(vector["hex"]))

    def test_what_a_stranger_changes_is_a_value_or_refused(self):
        chance = random.Random(1)
        whole = pack_value({"a": [1, 2.5, (None, "text", b"bytes")], "b": array.array("d", [1, 2]), "c": np.eye(2)})
        for _ in range(5000):
            changed = bytearray(whole)
            for _ in range(chance.randrange(1, 4)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            try:
                unpack_value(bytes(changed[: chance.randrange(len(changed) + 1)]))
            except ValueError:
                pass

    def test_arrays_keep_type_shape_and_every_bit(self):
        for value in (np.array([[1.5, np.nan]], "f4"), np.zeros((0, 3), bool), np.array(7), np.arange(4)[::-2]):
            back = unpack_value(pack_value(value))
            self.assertEqual((value.dtype, value.shape, value.tobytes()), (back.dtype, back.shape, back.tobytes()))
        flat = array.array("i", [1, -1])
        self.assertEqual(flat, unpack_value(pack_value((flat,)))[0])
        self.assertIs(type(unpack_value(pack_value(np.float64(1.5)))), np.float64)

    def test_values_that_cannot_be_sent_are_refused(self):
        nested = []
        for _ in range(70):
            nested = [nested]
        for value, error in ((object(), TypeError), ({1: 2}, TypeError), ({1, 2}, TypeError), (1j, TypeError), (nested, ValueError)):
            with self.subTest(str(value)[:20]), self.assertRaises(error):
                pack_value(value)

    def test_parts_come_back_and_missing_ones_are_none(self):
        self.assertEqual([b"a", b"", b"bc"], [bytes(part) for part in unpack_parts(memoryview(pack_parts([b"a", b"", b"bc"])))])
        missing = bytes.fromhex("02000000" + "ff" * 8 + "0100000000000000" + "61")
        self.assertEqual([None, b"a"], unpack_parts(memoryview(missing)))
        for cut in range(len(missing)):
            with self.assertRaises(ValueError):
                unpack_parts(memoryview(missing[:cut]))


if __name__ == "__main__":
    unittest.main()
