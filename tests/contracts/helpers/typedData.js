const types = (fields) => fields.split(",").map((field) => ({ type: field.split(" ")[0], name: field.split(" ")[1] }));

/** docs/spec/job.md §6, written a second time: the structs that sellers sign for a job. */
export const TYPES = {
  Commit: types("uint16 group,uint16 checkpoint,uint16 attempt,uint16 rank,uint32 tenure,bytes32 commitment"),
  Attest: types("uint16 group,uint16 checkpoint,uint16 attempt,bytes32 digest"),
  Present: types("uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,uint40 t0"),
  Offer: types(
    "address seller,uint96 ask,address agentKey,address beneficiary,string endpoint,uint256 nonce,uint40 deadline",
  ),
  Expel: types("uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,bytes32 evidenceHash"),
};

/** A struct in the domain of a job, as viem takes it. */
export const typedData = (primaryType, message, chainId, job) => ({
  domain: { name: "Hypernet", version: "1", chainId, verifyingContract: job },
  types: { [primaryType]: TYPES[primaryType] },
  primaryType,
  message,
});
