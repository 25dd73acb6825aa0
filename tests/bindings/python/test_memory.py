import os
import random
import unittest

from hypernet._memory import Arena
from hypernet._op import fold


class MemoryTests(unittest.TestCase):
    def setUp(self):
        self.memory = os.memfd_create("test")
        self.addCleanup(os.close, self.memory)
        os.ftruncate(self.memory, 1 << 16)

    def test_places_never_overlap_and_all_are_free_again_at_the_end(self):
        chance = random.Random(7)
        arena, held = Arena(self.memory, 1 << 16), {}
        for number in range(2000):
            if held and chance.random() < 0.5:
                key = chance.choice(list(held))
                place = held.pop(key)
                self.assertEqual(bytes([key % 256]) * place.length, bytes(arena.view(place)))
                arena.give(place)
            elif place := arena.take(chance.randrange(1, 5000)):
                arena.view(place)[:] = bytes([number % 256]) * place.length
                held[number] = place
        for place in held.values():
            arena.give(place)
        self.assertEqual((0, 1 << 16), tuple(arena.take(1 << 16)))

    def test_what_does_not_fit_is_not_given(self):
        arena = Arena(self.memory, 1 << 16)
        self.assertIsNone(arena.take((1 << 16) + 1))
        self.assertIsNotNone(arena.take(1 << 15))
        self.assertIsNone(arena.take((1 << 15) + 1))
        self.assertIsNone(Arena(None, 0).take(1))

    def test_memory_that_cannot_be_mapped_is_done_without(self):
        read, write = os.pipe()
        self.addCleanup(os.close, read)
        self.addCleanup(os.close, write)
        self.assertIsNone(Arena(read, 1 << 16).take(1))


class FoldTests(unittest.TestCase):
    def test_ranks_are_merged_in_the_fixed_tree(self):
        def tree(present):
            return fold(lambda low, high: f"({low}{high})", [(letter,) if letter != "-" else None for letter in present])

        self.assertEqual("((ab)c)", tree("abc"))
        self.assertEqual("(((ab)(cd))e)", tree("abcde"))
        self.assertEqual("((ad)e)", tree("a--de"))
        self.assertEqual("(cf)", tree("--c--f--"))
        self.assertEqual("a", tree("a"))
        self.assertIsNone(tree("---"))


if __name__ == "__main__":
    unittest.main()
