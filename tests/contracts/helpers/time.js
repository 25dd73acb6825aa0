/**
 * Lets each transaction's block, and each that is mined without a time given just before, come exactly a second after the
 * one before, however long it really takes: then block hashes, and all that is drawn by them, are the same in every run.
 */
export function keepTime({ provider }) {
  const request = provider.request.bind(provider);
  let given = false;
  provider.request = async (args) => {
    if (args.method === "eth_sendTransaction" || (args.method === "hardhat_mine" && !given)) {
      const { timestamp } = await request({ method: "eth_getBlockByNumber", params: ["latest", false] });
      await request({ method: "evm_setNextBlockTimestamp", params: [Number(timestamp) + 1] });
    }
    given = args.method === "evm_setNextBlockTimestamp";
    return request(args);
  };
}
