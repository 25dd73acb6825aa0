import assert from "node:assert/strict";
import { parseEther } from "viem";
import { JobStatus, Verdict } from "./enums.js";
import { Watcher } from "./invariants.js";
import { openMarket, placeJob } from "./market.js";

/** The demo's collateral and most price of a checkpoint, and the fee of that. */
export const K = parseEther("20");
export const U = parseEther("10");
export const FEE = U / 100n;

/** A job of one group, which goes on after its first checkpoint. */
export const one = { groups: 1, checkpoints: 2 };

/**
 * Jobs on a market of one connection, opened once for all its tests, and what is asked of them again and again. They
 * have the demo's terms but for these.
 */
export function jobsOn(connection, terms = {}) {
  const { viem, networkHelpers } = connection;
  const market = () => openMarket(connection);
  const opened = () => networkHelpers.loadFixture(market);

  /** A job of these terms but for the changes, placed on a fresh market. */
  const placed = async (changes) => placeJob(await opened(), { ...terms, ...changes });
  const started = async (changes) => (await placed(changes)).start();

  const reverts = (run, promise, name, args) =>
    viem.assertions.revertWithCustomErrorWithArgs(promise, run.job, name, args);
  const status = async (run, expected) => assert.equal(await run.read.status(), JobStatus[expected]);

  /** The verdicts that a transaction brought, rank → [name, cells forfeited]. */
  async function verdicts(run, sending) {
    const client = await viem.getPublicClient();
    const { blockNumber } = await client.getTransactionReceipt({ hash: await sending });
    const events = await run.job.getEvents.SellerFaulted({}, { fromBlock: blockNumber, toBlock: blockNumber });
    const names = Object.keys(Verdict);
    return Object.fromEntries(
      events.map(({ args }) => [args.rank, [names[args.verdict], Number(args.amount / run.terms.unitCollateral)]]),
    );
  }

  return { opened, placed, started, reverts, status, verdicts };
}

/** Everything is as the log says, and at the end nothing is left. */
export async function closes(run) {
  const watcher = await Watcher.of(run);
  await watcher.check();
  await run.close();
  await watcher.check();
  assert.equal(await run.balance(), 0n);
}
