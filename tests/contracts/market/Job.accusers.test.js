import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { zeroAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { jobsOn, U } from "../helpers/jobs.js";
import { EVIDENCE, ownDigest } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

const connection = await network.create();
keepTime(connection);
const { viem } = connection;
const { placed, reverts, started, status, verdicts } = jobsOn(connection, { groups: 1, checkpoints: 3 });

describe("Job, expel: accusers", () => {
  it("counts agent keys, and the caller for itself", async () => {
    const run = await placed();
    const [first, second, third, ...others] = run.market.sellers;
    await run.sign(first, U, account(others[0]));
    await run.sign(second, U, account(others[1]));
    await run.sign(third);
    await run.mine(1);
    await run.job.write.start();
    const [one, other, victim] = await Promise.all([0, 1, 2].map((slot) => run.read.rankOf([slot])));
    const signature = await run.signature(others[0], "Expel", victim);
    const expel = (caller) => run.job.write.expel([victim, EVIDENCE, [one, other], [signature, "0x"]], by(caller));
    await reverts(run, expel(third), "RankUnauthorized", [BigInt(other), account(third)]);
    assert.deepEqual(await verdicts(run, expel(others[1])), { [victim]: ["Expelled", 2] });
  });

  it("refuses signatures that stand for nobody, and any other number of them than of accusers", async () => {
    const run = await started();
    const { buyer } = run.market;
    const { wallet, seller } = await run.at(1);
    const good = await run.signature(wallet, "Expel", 0);
    const strange = await run.signature(buyer, "Expel", 0);
    await reverts(run, run.expel(0, [1, 2], [good, strange]), "RankUnauthorized", [2n, account(buyer)]);
    await reverts(run, run.expel(0, [1, 2], [good, good]), "RankUnauthorized", [2n, seller.toLowerCase()]);
    await reverts(run, run.expel(0, [1, 2], [good, "0x1234"]), "RankUnauthorized", [2n, zeroAddress]);
    await reverts(run, run.expel(0, [1, 2], [good]), "LengthsDiffer", [2n, 1n]);
    await run.expel(0, [1, 2]);
  });

  /** The signature of a rank against rank 0. */
  const accusation = async (run, accuser) => run.signature((await run.at(accuser)).wallet, "Expel", 0);

  it("hears other active ranks of the group only, each once", async () => {
    const run = await started({ groups: 2, replication: 4, quorum: 3 });
    const once = await accusation(run, 1);
    for (const unfit of [0, 1, 4, 8, 65_535]) {
      await reverts(run, run.expel(0, [1, unfit], [once, once]), "AccuserUnfit", [BigInt(unfit)]);
    }
    await run.carry(1);
    await run.carry(0, [3]);
    await reverts(run, run.expel(0, [1, 3]), "AccuserUnfit", [3n]);
    await run.apply(run.market.sellers[9], 0);
    await run.seat(0);
    assert.equal((await run.read.group([0])).pending, 0b1000);
    // The one that waits is neither heard nor expelled.
    await reverts(run, run.expel(0, [1, 3]), "AccuserUnfit", [3n]);
    await reverts(run, run.expel(3, [0, 1, 2]), "RankNotActive", [3n]);
    await reverts(run, run.expel(0, [1, 2]), "AccusersShort", [2n, 3n]);
  });

  it("needs a quorum besides the one that goes: the group is never short by it", async () => {
    const four = await started({ replication: 4, quorum: 3 });
    await reverts(four, four.expel(0, []), "AccusersShort", [0n, 3n]);
    await reverts(four, four.expel(0, [1, 2]), "AccusersShort", [2n, 3n]);
    await four.expel(0, [3, 1, 2]);
    await status(four, "Running");

    const two = await started();
    await two.carry(0, [2]);
    await reverts(two, two.expel(0, [1]), "AccusersShort", [1n, 2n]);

    const all = await started({ quorum: 3 });
    await reverts(all, all.expel(0, [1, 2]), "AccusersShort", [2n, 3n]);

    const alone = await started({ replication: 1, quorum: 1 });
    await reverts(alone, alone.expel(0, []), "AccusersShort", [0n, 1n]);
  });

  it("hears more than a quorum too", async () => {
    const run = await started({ replication: 5, quorum: 3 });
    await run.expel(2, [4, 3, 1, 0]);
    const [{ args }] = await run.job.getEvents.SellerExpelled();
    assert.equal(args.accusers, 0b11011);
  });

  it("is not carried by signatures for another chain, job, round, tenure or evidence", async () => {
    const run = await started();
    const { tenure } = await run.at(0);
    const { wallet } = await run.at(2);
    const good = await accusation(run, 1);
    for (const [message, domain] of [
      [{}, { chainId: 1 }],
      [{}, { job: run.market.Job.address }],
      [{ group: 1 }],
      [{ checkpoint: 2 }],
      [{ attempt: 1 }],
      [{ tenure: tenure + 1 }],
      [{ evidenceHash: ownDigest(0, 0) }],
    ]) {
      const other = await run.signature(wallet, "Expel", 0, message, domain);
      await viem.assertions.revertWithCustomError(run.expel(0, [1, 2], [good, other]), run.job, "RankUnauthorized");
    }
    // Nor is one struct taken for another.
    const present = await run.signature(wallet, "Present", 0);
    await viem.assertions.revertWithCustomError(run.expel(0, [1, 2], [good, present]), run.job, "RankUnauthorized");
    await run.expel(0, [1, 2]);
  });

  it("is not done twice with the same signatures, nor at the next checkpoint", async () => {
    const run = await started({ replication: 4, quorum: 3 });
    const signatures = [await accusation(run, 1), await accusation(run, 2), await accusation(run, 3)];
    const again = () => run.expel(0, [1, 2, 3], signatures);
    await run.carry(0);
    await viem.assertions.revertWithCustomError(again(), run.job, "RankUnauthorized");
    await run.expel(0, [1, 2, 3]);
    await reverts(run, run.expel(1, [2, 3]), "ExpulsionSpent", [0n, 2n]);
    await run.carry(0);
    await reverts(run, again(), "RankNotActive", [0n]);
  });

  it("hears, and meets, the present tenure of a rank only", async () => {
    const run = await started({ checkpoints: 4 });
    const [gone, next] = [await run.at(0), run.market.sellers[9]];
    await run.carry(0, [0]);
    await run.apply(next, 0);
    await run.seat(0);
    await run.carry(0);
    assert.equal((await run.read.group([0])).active, 0b111);
    // Whoever was at the rank before has no voice.
    const stale = [
      await run.signature(gone.wallet, "Expel", 1),
      await run.signature((await run.at(2)).wallet, "Expel", 1),
    ];
    await reverts(run, run.expel(1, [0, 2], stale), "RankUnauthorized", [0n, gone.seller.toLowerCase()]);
    // What was signed against it does not meet its successor.
    const old = await Promise.all(
      [1, 2].map(async (rank) => run.signature((await run.at(rank)).wallet, "Expel", 0, { tenure: gone.tenure })),
    );
    await viem.assertions.revertWithCustomError(run.expel(0, [1, 2], old), run.job, "RankUnauthorized");
    await run.expel(1, [0, 2]);
    assert.equal((await run.read.group([0])).active, 0b101);
  });
});
