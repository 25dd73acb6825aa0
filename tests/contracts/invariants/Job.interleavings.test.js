import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { parseEther } from "viem";
import { AbortReason, JobStatus, Parameter } from "../helpers/enums.js";
import { openMarket, placeJob } from "../helpers/market.js";
import { Explorer } from "./interleavings/explorer.js";
import { scopes } from "./interleavings/scopes.js";

// HYPERNET_INTERLEAVINGS=all, or the name of one scope: npx hardhat test nodejs tests/contracts/invariants/Job.interleavings.test.js
const chosen = process.env.HYPERNET_INTERLEAVINGS;

const chain = { initialDate: "2026-11-22T00:00:00Z", allowBlocksWithSameTimestamp: true };
const connection = await network.create({ override: chain });
const { networkHelpers } = connection;
const ask = parseEther("9");
const nameOf = (names, number) => Object.keys(names)[number];

async function opened() {
  const market = await openMarket(connection);
  const { address } = market.Timelock;
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, parseEther("1"));
  // Every move takes a block: so many that no list of applicants closes unless blocks pass by themselves.
  await market.ProtocolParameters.write.set([Parameter.DrawBlocks, 64n], { account: address });
  return market;
}

/** A job that all have signed, and all that can become of it. */
async function exploredOf({ terms, ...scope }) {
  const run = await placeJob(await networkHelpers.loadFixture(opened), terms);
  Object.assign(run.terms, { ask, fee: ask / 100n });
  const explorer = await Explorer.of(await run.fill(ask), scope);
  await explorer.explore();
  return explorer;
}

/** How the jobs of a graph have ended, name → states. */
function endsOf({ nodes }) {
  const ends = new Map();
  for (const { status, abortReason } of nodes.filter(({ hasEnded }) => hasEnded)) {
    const name = nameOf(
      status === JobStatus.Aborted ? AbortReason : JobStatus,
      status === JobStatus.Aborted ? abortReason : status,
    );
    ends.set(name, (ends.get(name) ?? 0) + 1);
  }
  return ends;
}

describe("Job, all interleavings", () => {
  for (const { name, isLong = false, places, ...scope } of scopes) {
    const isChosen = chosen === undefined ? !isLong : chosen === "all" || chosen === name;
    it(`${name}: every invariant in every state, and a way out of it`, { skip: !isChosen }, async (t) => {
      const began = performance.now();
      const explorer = await exploredOf(scope);
      const { graph, seen } = explorer;
      const ends = endsOf(graph);
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      const told = [...ends].map(([end, states]) => `${end} ${states}`).join(", ");
      t.diagnostic(
        `${name}: ${graph.nodes.length} states, ${graph.transitions} transitions, ${seconds} s; ends: ${told}`,
      );
      const stuck = new Set(graph.stuck());
      const path = graph.pathTo(({ faults }, id) => faults.length > 0 || stuck.has(id));
      if (path !== undefined) assert.fail(await explorer.retrace(path));
      for (const place of places) assert.ok(seen.has(place) || ends.has(place), `${name} has not seen ${place}`);
    });
  }

  it(
    "comes to the same states with the ranks and sellers of a group told apart",
    { skip: chosen !== undefined },
    async () => {
      const [scope] = scopes;
      const [merged, apart] = [await exploredOf(scope), await exploredOf({ ...scope, isNamed: true })];
      assert.ok(apart.graph.nodes.length > merged.graph.nodes.length);
      assert.deepEqual(apart.unnamed, merged.unnamed);
    },
  );
});
