/**
 * All logs of some events of a contract, oldest first. Nodes refuse to search many blocks at once, each with a limit of
 * its own: what is refused is asked for in halves.
 *
 * @param client Viem's public client.
 * @param address The contract.
 * @param events The events, as its ABI has them.
 * @param fromBlock The first block.
 */
export async function logsOf(client, { address, events, fromBlock }) {
  const logs = [];
  const newest = await client.getBlockNumber();
  let from = BigInt(fromBlock);
  let size = newest - from + 1n;
  while (from <= newest) {
    const last = from + size - 1n;
    try {
      const toBlock = last < newest ? last : newest;
      logs.push(...(await client.getLogs({ address, events, fromBlock: from, toBlock, strict: true })));
      from = toBlock + 1n;
    } catch (error) {
      if (size === 1n) throw error;
      size = (size + 1n) / 2n;
    }
  }
  return logs;
}
