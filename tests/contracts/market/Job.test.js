import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { keccak256, parseEther, sliceHex, zeroAddress, zeroHash } from "viem";
import { account } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { gainOf } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, K, one, U } from "../helpers/jobs.js";

const connection = await network.create();
const { viem } = connection;
const { placed, reverts, started } = jobsOn(connection);

describe("Job", () => {
  describe("claim, refund", () => {
    it("pays at any time for what is settled, by anyone, to the beneficiary", async () => {
      const run = await placed(one);
      const { sellers, Collateral } = run.market;
      await run.sign(sellers[0], U / 2n, zeroAddress, account(sellers[15]));
      for (const seller of sellers.slice(1, 3)) await run.sign(seller);
      await run.mine(1);
      await run.job.write.start();
      await reverts(run, run.job.write.claim([0]), "NothingToClaim", [0n]);
      await reverts(run, run.job.write.claim([3]), "TenureUnknown", [3n]);
      await run.carry(0);
      await run.job.write.claim([0]);
      assert.equal(await gainOf(run.market, account(sellers[15])), U / 2n);
      assert.equal(await gainOf(run.market, account(sellers[0])), -K);
      const [, points] = await run.market.Reputation.read.standingOf([account(sellers[0])]);
      assert.equal(points, FEE / 2n);
      await reverts(run, run.job.write.claim([0]), "NothingToClaim", [0n]);
      await run.job.write.claimMany([[0, 1, 7]]);
      await run.carry(0);
      await closes(run);
      assert.equal(await gainOf(run.market, account(sellers[0])), 0n);
      assert.equal(await Collateral.read.freeOf([account(sellers[15])]), parseEther("100000") + U);
    });

    it("refunds the same before and after the claims, once", async () => {
      const gains = [];
      for (const refundsFirst of [true, false]) {
        const run = await started({ groups: 1, checkpoints: 2 });
        await reverts(run, run.job.write.refund(), "JobNotEnded", [JobStatus.Running]);
        await run.carry(0, [0]);
        await run.passWork(0);
        await run.settle(0);
        await run.time.increase(121);
        await run.job.write.abort();
        const claims = [() => run.job.write.refund(), () => run.job.write.claimMany([[0, 1, 2]])];
        for (const call of refundsFirst ? claims : claims.reverse()) await call();
        await reverts(run, run.job.write.refund(), "AlreadyRefunded", [account(run.market.buyer)]);
        assert.equal(await run.balance(), 0n);
        gains.push(await gainOf(run.market, account(run.market.buyer)));
      }
      assert.equal(gains[0], gains[1]);
      assert.equal(gains[0], -2n * (U + FEE));
    });

    it("earns no points where nobody verified", async () => {
      const run = await started({ groups: 1, replication: 1, quorum: 1, checkpoints: 1 });
      await run.carry(0);
      await run.job.write.claim([0]);
      const [, points] = await run.market.Reputation.read.standingOf([(await run.at(0)).seller]);
      assert.equal(points, 0n);
    });
  });

  it("knows no group beyond its last", async () => {
    const run = await started({ groups: 2 });
    assert.equal((await run.read.group([1])).active, 0b111);
    await reverts(run, run.read.group([2]), "GroupUnknown", [2n, 2n]);
  });

  it("answers with its whole configuration", async () => {
    const run = await placed();
    const { terms, buyer, snapshot, librariesHash } = await run.read.configuration();
    assert.deepEqual(terms, run.terms);
    assert.equal(buyer.toLowerCase(), account(run.market.buyer));
    assert.deepEqual(snapshot, { feeBps: 100, cancelBps: 200, holdSeconds: 60, drawBlocks: 4 });
    assert.equal(librariesHash, keccak256("0x"));
  });

  it("is a job in its clones alone: its implementation and the parts of that do nothing for anybody", async () => {
    const run = await placed();
    const { Job, JobSigning, JobAccord, JobAnnex, JobViews, sellers, buyer } = run.market;
    const who = account(buyer);
    const calls = {
      sign: [0n, who, who, ""],
      signOffer: await run.offer(sellers[0]),
      unsign: [],
      underbid: [0, 0n, who, who, ""],
      lowerAsk: [0n],
      raise: [1n],
      cancel: [],
      arm: [],
      start: [],
      commit: [0, 1, 0, zeroHash],
      present: [[0], ["0x"]],
      reveal: [0, sliceHex(zeroHash, 0, 16), sliceHex(zeroHash, 0, 16), zeroHash, zeroHash],
      settle: [0, zeroHash],
      commitMany: [[0], [zeroHash], ["0x"]],
      settleUnanimous: [0, zeroHash, ["0x"]],
      settleAll: [1, [zeroHash], ["0x"]],
      terminate: [],
      expel: [0, zeroHash, [1], ["0x"]],
      claim: [0],
      refund: [],
      applyFor: [0, 0n, who, who, ""],
      withdrawApplication: [],
      withdrawApplicationOf: [account(sellers[0])],
      seat: [0],
      abort: [],
    };
    for (const { address } of [Job, JobSigning, JobAccord, JobAnnex, JobViews]) {
      const bare = await viem.getContractAt("IJob", address);
      for (const [name, args] of Object.entries(calls)) await assert.rejects(bare.write[name](args), /reverted/, name);
    }
  });

  it("takes no ether", async () => {
    const run = await placed();
    const { buyer } = run.market;
    await assert.rejects(buyer.sendTransaction({ to: run.address, value: 1n }));
  });
});
