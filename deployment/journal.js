import { appendFileSync, existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../tools/processes.js";

/**
 * Ignition's journal of one deployment: a line of JSON per message. Ignition reads it when a deployment goes on.
 */
export class Journal {
  #folder;
  #file;
  #told = 0;

  /** @param folder The deployment's folder. */
  constructor(folder) {
    this.#folder = folder;
    this.#file = path.join(folder, "journal.jsonl");
  }

  /** All messages, but for a last one that was cut off while it was being written. */
  messages() {
    return this.#lines().map((line) => JSON.parse(line));
  }

  /** The messages that were written since this was asked last. */
  news() {
    const messages = this.messages();
    const news = messages.slice(this.#told);
    this.#told = messages.length;
    return news;
  }

  /** The first block that holds something of the deployment. */
  firstBlock() {
    const confirmed = this.messages().filter(({ type }) => type === "TRANSACTION_CONFIRM");
    return Math.min(...confirmed.map(({ receipt }) => receipt.blockNumber));
  }

  /**
   * Mends what a killed deployment left behind. Ignition announces each transaction before it sends it and notes its
   * hash thereafter; where the hash is missing, it refuses to go on. Here a transaction is kept before it is sent: it is
   * sent again, as it was, and its hash is noted; one that was never kept was never sent, and its announcement is
   * taken back.
   *
   * @param outbox Where transactions are kept; undefined where the node signs them.
   * @param send Sends a kept transaction again.
   */
  async mend(outbox, send) {
    if (!existsSync(this.#file)) return;
    this.#keep(this.#lines().length);
    this.#writeAddresses();
    const messages = this.messages();
    const last = messages.at(-1);
    // Begun, and nothing more: Ignition takes this for impossible, and begins it again when it is not there.
    if (last?.type.endsWith("EXECUTION_STATE_INITIALIZE")) this.#keep(messages.length - 1);
    if (last?.type !== "TRANSACTION_PREPARE_SEND") return;
    if (outbox === undefined) {
      throw new Failure(`${last.futureId} was interrupted while the node's own account was sending it`, {
        hint: "start a new local chain: what is on this one is not known",
      });
    }
    const kept = outbox.read();
    const isNoted = messages.some(({ transaction }) => transaction?.hash === kept?.hash);
    if (kept === undefined || kept.nonce !== last.nonce || isNoted) {
      this.#keep(messages.length - 1);
      return;
    }
    await send(kept);
    const { futureId, networkInteractionId, nonce } = last;
    const { hash, fees } = kept;
    const sent = { futureId, networkInteractionId, nonce, transaction: { fees, hash }, type: "TRANSACTION_SEND" };
    appendFileSync(this.#file, `\n${JSON.stringify(sent)}`, { flush: true });
  }

  #lines() {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return lines.length === 0 || isWhole(lines.at(-1)) ? lines : lines.slice(0, -1);
  }

  #keep(count) {
    const kept = this.#lines().slice(0, count);
    truncateSync(
      this.#file,
      kept.reduce((bytes, line) => bytes + 1 + Buffer.byteLength(line), 0),
    );
  }

  // Ignition writes this file anew for each contract, and not as a whole.
  #writeAddresses() {
    const file = path.join(this.#folder, "deployed_addresses.json");
    const deployed = this.messages().filter(
      ({ type, result }) => type === "DEPLOYMENT_EXECUTION_STATE_COMPLETE" && result.type === "SUCCESS",
    );
    const addresses = Object.fromEntries(deployed.map(({ futureId, result }) => [futureId, result.address]));
    writeWhole(file, `${JSON.stringify(addresses, null, 2)}\n`);
  }
}

/** Writes a file that appears whole or not at all, even if the machine stops. */
export function writeWhole(file, text) {
  writeFileSync(`${file}.new`, text, { flush: true });
  renameSync(`${file}.new`, file);
}

function isWhole(line) {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
