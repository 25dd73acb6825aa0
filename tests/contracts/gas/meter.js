import { decodeFunctionData } from "viem";

/** Reads what the transactions of a connection cost, each under the name of the function that it calls. */
export class Meter {
  #request;
  #abi;
  #hashes = [];

  /** Must see a connection before contracts are taken from it. */
  constructor({ provider }, abis) {
    const request = provider.request.bind(provider);
    this.#request = request;
    this.#abi = abis.flat();
    provider.request = async (args) => {
      const answer = await request(args);
      if (args.method === "eth_sendTransaction") this.#hashes.push(answer);
      return answer;
    };
  }

  /** What the transactions cost that an action sends, in their order. */
  async read(action) {
    this.#hashes = [];
    await action();
    return Promise.all(this.#hashes.map((hash) => this.#costOf(hash)));
  }

  async #costOf(hash) {
    const { input } = await this.#request({ method: "eth_getTransactionByHash", params: [hash] });
    const { gasUsed, logs } = await this.#request({ method: "eth_getTransactionReceipt", params: [hash] });
    return { name: decodeFunctionData({ abi: this.#abi, data: input }).functionName, gas: Number(gasUsed), logs };
  }
}

/** What the calls of a function cost. */
export const callsOf = (costs, name) => costs.filter((cost) => cost.name === name).map(({ gas }) => gas);

export const total = (costs) => costs.reduce((sum, { gas }) => sum + gas, 0);
