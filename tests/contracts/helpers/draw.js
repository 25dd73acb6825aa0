import { encodeAbiParameters, keccak256 } from "viem";

const hash = (types, values) => BigInt(keccak256(encodeAbiParameters(types, values)));
const MIX = ["bytes32", "uint256", "uint256"].map((type) => ({ type }));
const DRAW = ["bytes32", "address", "uint256"].map((type) => ({ type }));

/** docs/spec/job.md §5, written a second time: the rank that a slot is drawn to. */
export function rankOf(seed, slot, size) {
  let bits = 0;
  while (4 ** bits < size) ++bits;
  const side = 2 ** bits;
  let rank = slot;
  do {
    let [left, right] = [Math.floor(rank / side), rank % side];
    for (let round = 0n; round < 6n; ++round) {
      const mixed = Number(hash(MIX, [seed, round, BigInt(right)]) & BigInt(side - 1));
      [left, right] = [right, left ^ mixed];
    }
    rank = left * side + right;
  } while (rank >= size);
  return rank;
}

/** docs/spec/job.md §3: the number of the applicant that a close block's hash draws for a group. */
export const drawnOf = (blockHash, job, group, applicants) =>
  Number(hash(DRAW, [blockHash, job, BigInt(group)]) % BigInt(applicants));
