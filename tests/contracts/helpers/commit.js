import { encodeAbiParameters, keccak256, sliceHex } from "viem";

// docs/spec/commitment.md §3, written a second time: the contracts must agree with it.
const hash = (domain, { chainId, job, checkpoint, attempt, group }, types, values) =>
  keccak256(
    encodeAbiParameters(
      ["string", "uint256", "address", "uint256", "uint256", "uint256", ...types].map((type) => ({ type })),
      [domain, BigInt(chainId), job, BigInt(checkpoint), BigInt(attempt), BigInt(group), ...values],
    ),
  );
const half = (word) => sliceHex(word, 0, 16);

export const tagOf = (context, digest, hasFailed = false) =>
  half(hash(hasFailed ? "FAILED" : "TAG", context, ["bytes32"], [digest]));

export const sealOf = (context, { rank, tenure, seller }, digest) =>
  half(
    hash("SEAL", context, ["uint256", "uint256", "address", "bytes32"], [BigInt(rank), BigInt(tenure), seller, digest]),
  );

export const commitmentOf = (context, { rank, seller }, { tag, seal, salt }) =>
  hash(
    "COMMIT",
    context,
    ["uint256", "address", "bytes16", "bytes16", "bytes32"],
    [BigInt(rank), seller, tag, seal, salt],
  );
