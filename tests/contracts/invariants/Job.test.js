import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import process from "node:process";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { AbortReason, JobStatus, SettlementPath } from "../helpers/enums.js";
import { openMarket } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";
import { Probe } from "./probe.js";
import { Walk } from "./walk.js";

// One walk of another seed: HYPERNET_WALK=17 npx hardhat test nodejs tests/contracts/invariants/Job.test.js
const only = process.env.HYPERNET_WALK;
const seeds = only === undefined ? Array.from({ length: 24 }, (_, seed) => seed + 1) : [Number(only)];

const connection = await network.create({ override: { initialDate: "2026-11-22T00:00:00Z" } });
keepTime(connection);
const market = () => openMarket(connection);

const nameOf = (names, number) => Object.keys(names)[number];
const roundOf = ({ tenure, checkpoint, attempt }) => `${tenure}:${checkpoint}:${attempt}`;

describe("Job, random walks", () => {
  const seen = new Set();
  const table = JSON.parse(readFileSync(new URL("../transitions.json", import.meta.url), "utf8"));
  const probe = new Probe(table);

  for (const seed of seeds) {
    it(`conserves money, and the log tells everything (seed ${seed})`, async () => {
      const walk = await Walk.of(await connection.networkHelpers.loadFixture(market), seed, probe.watching(seed));
      const { progress, events, terms } = await walk.toItsEnd();
      seen.add(nameOf(JobStatus, progress.status));
      const isTerminated = progress.status === JobStatus.Completed && progress.checkpoint < terms.checkpoints;
      if (isTerminated || progress.abortReason === AbortReason.Terminated) seen.add("terminated");
      for (const { name } of events) seen.add(name);
      const bound = events.filter(({ name }) => name === "ResultCommitted").map(({ args }) => roundOf(args));
      for (const { name, args } of events) {
        if (name === "CheckpointSettled") seen.add(nameOf(SettlementPath, args.path));
        if (name === "SellerExpelled" && bound.includes(roundOf(args))) seen.add("commitment of an expelled one");
      }
    });
  }

  it("went everywhere", { skip: only !== undefined }, () => {
    const rounds = [
      "RoundInconclusive",
      "GroupRestarted",
      "SellerFaulted",
      "SellerExpelled",
      "SellerResigned",
      "SellerEquivocated",
      "commitment of an expelled one",
    ];
    const market = ["SellerUnsigned", "SellerUnderbid", "AskLowered", "PriceRaised"];
    const job = ["SellerSeated", "JobFrozen", "JobResumed", "TerminationAnnounced", "terminated"];
    const ends = ["Completed", "Cancelled", "Aborted"];
    for (const place of [...ends, ...Object.keys(SettlementPath), ...market, ...job, ...rounds]) {
      assert.ok(seen.has(place), `no walk saw ${place}`);
    }
  });

  // Jobs come to all of it, but a walk that changes may miss what is rare.
  it("reached 95 % of the table, and saw 85 % of what may succeed succeed", { skip: only !== undefined }, () => {
    const missed = (all, isMissed) => {
      const calls = Map.groupBy(all.filter(isMissed), ({ status, call }) => `${status} ${call}`);
      return [...calls].map(([call, cells]) => `${call} (${cells.map(({ role }) => role).join(", ")})`).join("; ");
    };
    const { cells, hopeful, asked } = probe;
    const isUnreached = ({ seen }) => seen.size === 0;
    const isUnlucky = ({ seen }) => !seen.has("ok");
    const [unreached, unlucky] = [cells.filter(isUnreached).length, hopeful.filter(isUnlucky).length];
    console.log(`asked ${asked} calls: ${cells.length - unreached} of ${cells.length} cells reached`);
    console.log(
      `${hopeful.length - unlucky} of ${hopeful.length} succeeded that may; not ${missed(hopeful, isUnlucky)}`,
    );
    assert.ok(unreached <= 0.05 * cells.length, `never reached: ${missed(cells, isUnreached)}`);
    assert.ok(unlucky <= 0.15 * hopeful.length);
  });
});
