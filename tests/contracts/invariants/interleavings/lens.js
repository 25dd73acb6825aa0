import { AssertionError } from "node:assert/strict";
import { decodeAbiParameters, decodeFunctionResult, encodeFunctionData, toFunctionSelector, zeroAddress } from "viem";

const SEEN = toFunctionSelector("Seen(bytes)");
const WORD = 64;
// Whoever is refused is told why; a job that runs out of money has spent what it did not have.
const SHORT = ["JobBalanceShort", "CollateralShort"];
const errorsOf = (abi) =>
  abi
    .filter(({ type, name }) => type === "error" && !SHORT.includes(name))
    .map((error) => toFunctionSelector({ ...error, type: "function" }));

const nameOf = (functionName, args) => [functionName, ...args].join(" ");
const viewOf = ({ address: to, abi }, functionName, ...args) => ({
  ...{ name: nameOf(functionName, args), abi, functionName },
  ...{ account: zeroAddress, to, data: encodeFunctionData({ abi, functionName, args }) },
});

/** What is asked about one job and those that act in it: all that can change, by few calls; or each view. */
export class Lens {
  /**
   * @param lensAbi That of {JobLens}.
   * @param sellers Addresses whose tenures and free balances are of interest.
   * @param others Addresses whose free balances are.
   */
  constructor(run, lensAbi, sellers, others) {
    const { job, market, terms, size } = run;
    const { Collateral, Hypertoken } = market;
    this.holders = [...sellers, ...others];
    this.fast = [
      ...this.holders.map((holder) => viewOf(Collateral, "freeOf", holder)),
      viewOf(Collateral, "accountOf", run.address),
      viewOf({ address: run.address, abi: lensAbi }, "look", sellers),
    ];
    const numbers = (length) => Array.from({ length }, (_, number) => number);
    this.all = [
      ...["progress", "unitPrice", "auctionEnd", "seed", "configuration"].map((name) => viewOf(job, name)),
      ...numbers(terms.groups).flatMap((id) => [viewOf(job, "group", id), viewOf(job, "drawOf", id)]),
      ...numbers(2 * size).map((id) => viewOf(job, "sellerOf", id)),
      ...sellers.map((seller) => viewOf(job, "tenureOf", seller)),
      ...[viewOf(Collateral, "accounted"), viewOf(Hypertoken, "totalSupply")],
      viewOf(Hypertoken, "balanceOf", Collateral.address),
    ];
    this.reasons = new Set([...errorsOf(job.abi), ...errorsOf(Collateral.abi)]);
  }

  /** What an outcome of a {Probe} shows, as hexadecimal digits; undefined if one of its calls has been refused. */
  digitsOf(outcome) {
    if (outcome.startsWith(SEEN)) return decodeAbiParameters([{ type: "bytes" }], `0x${outcome.slice(10)}`)[0].slice(2);
    if (!this.reasons.has(outcome.slice(0, 10)))
      throw new AssertionError({ message: `a call reverts with ${outcome}` });
    return undefined;
  }

  /** What the fast views have shown. */
  look(digits) {
    const word = (i) => BigInt(`0x${digits.slice(i * WORD, (i + 1) * WORD)}`);
    const free = new Map(this.holders.map((holder, i) => [holder, word(i)]));
    // Of the job's account, the second word.
    const balance = word(this.holders.length + 1);
    const { abi, functionName } = this.fast.at(-1);
    const data = `0x${digits.slice((this.holders.length + 3) * WORD)}`;
    const [progress, seed, groups, closeBlocks, applicants, words, tenures] = decodeFunctionResult({
      abi,
      functionName,
      data,
    });
    return { free, balance, progress, seed, groups, closeBlocks, applicants, words, tenures };
  }

  /** The views that answer before, or after, the ranks are drawn. */
  viewsOf({ progress }) {
    return this.all.filter(({ functionName }) => progress.checkpoint !== 0 || functionName !== "group");
  }

  /** What these views have shown, as one reads from a contract. */
  read(views, digits) {
    const answers = new Map();
    const read = {};
    let at = 0;
    for (const { name, abi, functionName } of views) {
      const size = WORD * wordsOf(abi, functionName);
      answers.set(name, decodeFunctionResult({ abi, functionName, data: `0x${digits.slice(at, at + size)}` }));
      read[functionName] = (args = []) => answers.get(nameOf(functionName, args));
      at += size;
    }
    return read;
  }
}

/** How many words a view answers that has no lists. */
const wordsOf = (abi, functionName) => {
  const count = ({ components }) => components?.reduce((sum, part) => sum + count(part), 0) ?? 1;
  return count({ components: abi.find(({ type, name }) => type === "function" && name === functionName).outputs });
};
