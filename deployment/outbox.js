import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fromHex, keccak256 } from "viem";
import { Failure } from "../tools/processes.js";
import { writeWhole } from "./journal.js";

/** The one transaction that was signed last, kept from before it is sent: whoever goes on knows what may be on its way. */
export class Outbox {
  #file;

  /** @param folder The deployment's folder. */
  constructor(folder) {
    this.#file = path.join(folder, "outbox.json");
  }

  /** The kept transaction, or undefined. */
  read() {
    return existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : undefined;
  }

  /** Keeps a transaction in place of the one before. */
  keep(transaction) {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeWhole(this.#file, `${JSON.stringify(transaction)}\n`);
  }
}

/**
 * What Ignition deploys through: signs its transactions by the deployer's key, keeps them, and sends them until the node
 * has them.
 */
export class SigningProvider {
  #chain;
  #outbox;

  /** @param chain As {@link openChain} gives it, with a signer. */
  constructor(chain, outbox) {
    this.#chain = chain;
    this.#outbox = outbox;
  }

  async request({ method, params }) {
    if (method !== "eth_sendTransaction") return await this.#chain.provider.request({ method, params });
    const { fees, transaction } = numbersOf(params[0], this.#chain.chainId);
    const most = transaction.maxFeePerGas ?? transaction.gasPrice;
    // Ignition knows a limit for fees that it asks for, but not for those that it raises.
    if (most > this.#chain.mostFee) throw new FeeAboveLimit(most, this.#chain.mostFee);
    const raw = await this.#chain.signer.signTransaction(transaction);
    const hash = keccak256(raw);
    this.#outbox.keep({ nonce: transaction.nonce, hash, fees, raw });
    await this.send({ hash, raw });
    return hash;
  }

  /** Sends a signed transaction; it is no failure that the node has it. */
  async send({ hash, raw }) {
    try {
      await this.#chain.provider.request({ method: "eth_sendRawTransaction", params: [raw] });
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (await this.#chain.provider.request({ method: "eth_getTransactionByHash", params: [hash] })) return;
      throw error;
    }
  }
}

/** Fees are above what the network's configuration allows; they fall again. */
export class FeeAboveLimit extends Error {
  constructor(fee, limit) {
    super(`${fee} wei of gas is above the limit of ${limit}`);
  }
}

function numbersOf(request, chainId) {
  const number = (name) => fromHex(request[name], "bigint");
  const names = request.gasPrice === undefined ? ["maxFeePerGas", "maxPriorityFeePerGas"] : ["gasPrice"];
  // As Ignition's journal writes them.
  const fees = Object.fromEntries(names.map((name) => [name, { _kind: "bigint", value: `${number(name)}` }]));
  const transaction = {
    type: names.length === 2 ? "eip1559" : "legacy",
    chainId,
    nonce: Number(number("nonce")),
    to: request.to,
    data: request.data,
    value: number("value"),
    gas: number("gas"),
    ...Object.fromEntries(names.map((name) => [name, number(name)])),
  };
  return { fees, transaction };
}
