import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, getContractAddress, keccak256, parseEther, sliceHex, toHex, zeroAddress, zeroHash } from "viem";
import { account, by } from "../helpers/accounts.js";
import { AbortReason, BuyerOutcome, JobStatus, LossPolicy, Verdict } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { openMarket, ownDigest, placeJob } from "../helpers/market.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const market = () => openMarket(connection);
const opened = () => networkHelpers.loadFixture(market);
const K = parseEther("20");
const U = parseEther("10");
const FEE = U / 100n;
const one = { groups: 1, checkpoints: 2 };
const otherSeal = sliceHex(keccak256(toHex("a copied seal")), 0, 16);

/** A job of the demo's terms but for the changes, placed on a fresh market. */
const placed = async (changes) => placeJob(await opened(), changes);
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

/** Everything is as the log says, and at the end nothing is left. */
async function closes(run) {
  const watcher = await Watcher.of(run);
  await watcher.check();
  await run.close();
  await watcher.check();
  assert.equal(await run.balance(), 0n);
}

describe("Job", () => {
  describe("sign", () => {
    it("takes a slot and locks k for each checkpoint", async () => {
      const run = await placed();
      const { Collateral, sellers } = run.market;
      const [seller, key, cold] = sellers;
      const before = await Collateral.read.freeOf([account(seller)]);
      await viem.assertions.emitWithArgs(
        run.job.write.sign([U - 1n, account(key), account(cold), "host:1"], by(seller)),
        run.job,
        "SellerSigned",
        [0, ...[seller, key, cold].map((wallet) => getAddress(account(wallet))), U - 1n, "host:1"],
      );
      assert.equal(await Collateral.read.freeOf([account(seller)]), before - 3n * K);
      const tenure = await run.read.tenureOf([account(seller)]);
      assert.deepEqual([tenure.number, tenure.rank, tenure.lockedCells, tenure.firstCheckpoint], [1, 0, 3, 1]);
    });

    it("fills the job with the last slot and arms the next block", async () => {
      const run = await (await placed(one)).fill();
      const { status: now, filledAt, seedBlock } = await run.read.progress();
      assert.equal(now, JobStatus.Filled);
      assert.equal(filledAt, await run.time.latest());
      assert.equal(seedBlock, BigInt(await run.time.latestBlock()) + 1n);
    });

    it("refuses whoever may not", async () => {
      const run = await placed(one);
      const { buyer, sellers, Collateral, Job } = run.market;
      const [seller, other] = sellers;
      await reverts(run, run.sign(buyer), "SellerIsBuyer", [account(buyer)]);
      await reverts(run, run.sign(seller, U + 1n), "AskTooHigh", [U + 1n, U]);
      await reverts(
        run,
        run.job.write.sign([U, zeroAddress, zeroAddress, "x".repeat(129)], by(seller)),
        "EndpointTooLong",
        [129n, 128n],
      );
      await run.sign(seller);
      await reverts(run, run.sign(seller), "SellerKnown", [account(seller)]);
      await Collateral.write.trust([Job.address, false], by(other));
      await viem.assertions.revertWithCustomErrorWithArgs(run.sign(other), Collateral, "ImplementationUntrusted", [
        account(other),
        Job.address,
      ]);
      await Collateral.write.trust([Job.address, true], by(other));
      const free = await Collateral.read.freeOf([account(other)]);
      await Collateral.write.withdraw([free - 2n * K + 1n], by(other));
      await viem.assertions.revertWithCustomErrorWithArgs(run.sign(other), Collateral, "CollateralShort", [
        2n * K - 1n,
        2n * K,
      ]);
    });

    it("refuses a seller below the asked standing", async () => {
      const run = await placed({ ...one, leastPoints: 1n });
      const [seller] = run.market.sellers;
      await viem.assertions.revertWithCustomErrorWithArgs(run.sign(seller), run.market.Collateral, "StandingShort", [
        account(seller),
        0n,
        0n,
        0n,
      ]);
    });

    it("is closed after the deadline, when filled, and while paused", async () => {
      const run = await placed(one);
      const { sellers, Timelock, ProtocolParameters, foundation } = run.market;
      const deadline = run.terms.signDeadline;
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await run.sign(sellers[0]);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await reverts(run, run.sign(sellers[1]), "SignClosed", [BigInt(deadline)]);

      const full = await (await placed(one)).fill();
      await reverts(full, full.sign(sellers[5]), "JobNotOpen", [JobStatus.Filled]);

      const paused = await placed(one);
      await networkHelpers.impersonateAccount(Timelock.address);
      await networkHelpers.setBalance(Timelock.address, parseEther("1"));
      await ProtocolParameters.write.setGuardian([account(foundation)], { account: Timelock.address });
      await ProtocolParameters.write.pause(by(foundation));
      await reverts(paused, paused.sign(sellers[0]), "JobPaused", []);
    });
  });

  describe("cancel", () => {
    it("gives everything back, and compensates a slot held for the hold time", async () => {
      const run = await placed({ ...one, groups: 2 });
      const { buyer, sellers } = run.market;
      await run.sign(sellers[0]);
      await run.time.increase(60);
      await run.sign(sellers[1]);
      await run.job.write.cancel(by(buyer));
      await status(run, "Cancelled");
      await closes(run);
      const kappa = (U * 200n * 2n) / 10_000n;
      assert.equal(await gainOf(run.market, account(sellers[0])), kappa);
      assert.equal(await gainOf(run.market, account(sellers[1])), 0n);
      assert.equal(await gainOf(run.market, account(buyer)), -kappa);
      assert.equal(await run.market.Reputation.read.outcomesOf([account(buyer), BuyerOutcome.Cancelled]), 1n);
    });

    it("is the buyer's until the sign deadline, then anyone's and free", async () => {
      const run = await placed(one);
      const { buyer, sellers } = run.market;
      await run.sign(sellers[0]);
      const deadline = run.terms.signDeadline;
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await reverts(run, run.job.write.cancel(), "CancelTooEarly", [BigInt(deadline) + 1n]);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await run.job.write.cancel();
      await closes(run);
      assert.equal(await gainOf(run.market, account(buyer)), 0n);
      await reverts(run, run.job.write.cancel(), "JobNotCancellable", [JobStatus.Cancelled]);
    });

    it("ends a filled job that nobody starts within the recruit window", async () => {
      const run = await (await placed(one)).fill();
      const { filledAt } = await run.read.progress();
      const last = filledAt + run.terms.recruitSeconds;
      await networkHelpers.time.setNextBlockTimestamp(last);
      await reverts(run, run.job.write.cancel(by(run.market.buyer)), "CancelTooEarly", [BigInt(last) + 1n]);
      await networkHelpers.time.setNextBlockTimestamp(last + 1);
      await run.job.write.cancel();
      await closes(run);
    });
  });

  describe("arm, start", () => {
    it("draws the ranks once the seed block has passed", async () => {
      const run = await placed();
      await reverts(run, run.job.write.start(), "JobNotFilled", [JobStatus.Open]);
      await reverts(run, run.job.write.arm(), "JobNotFilled", [JobStatus.Open]);
      await reverts(run, run.read.rankOf([0]), "RanksNotDrawn", []);
      await reverts(run, run.read.group([0]), "RanksNotDrawn", []);
      await run.fill();
      const { seedBlock } = await run.read.progress();
      await reverts(run, run.job.write.start(), "SeedNotReady", [seedBlock]);
      await reverts(run, run.job.write.arm(), "SeedStillArmed", [seedBlock]);
      await run.mine(1);
      await run.job.write.start();
      await status(run, "Running");
      const ranks = await Promise.all(Array.from({ length: 9 }, (_, slot) => run.read.rankOf([slot])));
      assert.deepEqual([...ranks].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
      for (const [slot, rank] of ranks.entries()) assert.equal(await run.read.slotOf([rank]), slot);
      await reverts(run, run.read.tenureAt([9]), "RankUnknown", [9n, 9n]);
      await reverts(run, run.job.write.start(), "JobNotFilled", [JobStatus.Running]);
    });

    it("starts in the last block that knows the seed", async () => {
      const run = await (await placed(one)).fill();
      await run.mine(256);
      await run.job.write.start();
      await status(run, "Running");
    });

    it("arms anew when the seed is gone", async () => {
      const run = await (await placed(one)).fill();
      const { seedBlock } = await run.read.progress();
      await run.mine(257);
      await reverts(run, run.job.write.start(), "SeedGone", [seedBlock]);
      await run.job.write.arm();
      await run.mine(1);
      await run.job.write.start();
      await status(run, "Running");
    });
  });

  describe("commit", () => {
    it("is its seller's or its agent key's, once, and only in the window", async () => {
      const run = await placed(one);
      const { sellers } = run.market;
      await run.sign(sellers[0], U, account(sellers[8]));
      await run.sign(sellers[1]);
      await reverts(run, run.job.write.commit([0, zeroHash]), "JobNotRunning", [JobStatus.Open]);
      await run.sign(sellers[2]);
      await run.mine(1);
      await run.job.write.start();
      const rank = await run.read.rankOf([0]);
      await reverts(run, run.job.write.commit([rank, zeroHash], by(sellers[1])), "RankUnauthorized", [
        BigInt(rank),
        account(sellers[1]),
      ]);
      await reverts(run, run.job.write.commit([3, zeroHash]), "GroupUnknown", [1n, 1n]);
      await run.job.write.commit([rank, zeroHash], by(sellers[8]));
      await reverts(run, run.job.write.commit([rank, zeroHash], by(sellers[0])), "AlreadyCommitted", [BigInt(rank)]);
      const { t0 } = await run.read.group([0]);
      const next = (rank + 1) % 3;
      const { wallet } = await run.at(next);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 40);
      await run.job.write.commit([next, zeroHash], by(wallet));
      const last = (rank + 2) % 3;
      await networkHelpers.time.setNextBlockTimestamp(t0 + 41);
      await reverts(run, run.job.write.commit([last, zeroHash], by((await run.at(last)).wallet)), "CommitsClosed", [
        0n,
      ]);
    });

    it("closes with the last one awaited", async () => {
      const run = await started(one);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      const { closedAt, committed } = await run.read.group([0]);
      assert.deepEqual([closedAt, committed], [await run.time.latest(), 0b111]);
    });

    it("is refused after the group has settled, and to a rank that has left", async () => {
      const run = await started({ checkpoints: 2, groups: 2 });
      await run.carry(1);
      await reverts(run, run.commit(3), "GroupSettled", [1n, 1n]);
      await run.carry(0, [1]);
      const { wallet } = await run.at(1);
      await reverts(run, run.job.write.commit([1, zeroHash], by(wallet)), "RankNotActive", [1n]);
    });
  });

  describe("present", () => {
    it("counts in the second half of the window, and lets the rank commit still", async () => {
      const run = await started(one);
      const { t0 } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 19);
      await reverts(run, run.present(0), "PresenceTooEarly", [BigInt(t0 + 20)]);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 20);
      await run.present(0);
      await reverts(run, run.present(0), "AlreadyPresent", [0n]);
      await run.carry(0);
      assert.equal((await run.read.progress()).paidCells, 3);
    });

    /** A wallet's signature for a rank in the window of its group, or with changes for something else. */
    async function signed(run, rank, wallet, domain = {}, message = {}) {
      const { t0, checkpoint, attempt } = await run.read.group([0]);
      const { tenure } = await run.at(rank);
      const chainId = await (await viem.getPublicClient()).getChainId();
      return wallet.signTypedData({
        domain: { name: "Hypernet", version: "1", chainId, verifyingContract: run.address, ...domain },
        types: {
          Present: [
            { name: "group", type: "uint16" },
            { name: "checkpoint", type: "uint16" },
            { name: "attempt", type: "uint16" },
            { name: "tenure", type: "uint32" },
            { name: "t0", type: "uint40" },
          ],
        },
        primaryType: "Present",
        message: { group: 0, checkpoint, attempt, tenure, t0, ...message },
      });
    }

    it("is shown by signatures of sellers and agent keys, for several ranks at once", async () => {
      const run = await started(one);
      await run.passHalf(0);
      const [first, second] = [await run.at(0), await run.at(1)];
      const signatures = [await signed(run, 0, first.wallet), await signed(run, 1, second.wallet)];
      await run.job.write.present([[0, 1], signatures]);
      assert.equal((await run.read.group([0])).present, 0b011);
      await reverts(run, run.job.write.present([[2], [await signed(run, 2, first.wallet)]]), "RankUnauthorized", [
        2n,
        account(first.wallet),
      ]);
      await reverts(run, run.job.write.present([[2], ["0x1234"]]), "RankUnauthorized", [2n, zeroAddress]);
      await reverts(run, run.job.write.present([[2], []]), "LengthsDiffer", [1n, 0n]);
    });

    it("is not shown by a signature for another chain, job, round or tenure", async () => {
      const run = await started(one);
      await run.passHalf(0);
      const { wallet, tenure } = await run.at(0);
      const { t0 } = await run.read.group([0]);
      for (const [domain, message] of [
        [{ chainId: 1 }],
        [{ verifyingContract: run.market.Job.address }],
        [{}, { group: 1 }],
        [{}, { checkpoint: 2 }],
        [{}, { attempt: 1 }],
        [{}, { tenure: tenure + 1 }],
        [{}, { t0: t0 - 1 }],
      ]) {
        const showing = run.job.write.present([[0], [await signed(run, 0, wallet, domain, message)]]);
        await viem.assertions.revertWithCustomError(showing, run.job, "RankUnauthorized");
      }
    });

    it("must be shown anew when the window begins anew", async () => {
      const run = await started(one);
      await run.passHalf(0);
      const signatures = [];
      for (const rank of [0, 1]) signatures.push(await signed(run, rank, (await run.at(rank)).wallet));
      await run.job.write.present([[0, 1], signatures]);
      await run.passWork(0);
      await run.settle(0);
      await run.passHalf(0);
      const again = run.job.write.present([[0, 1], signatures]);
      await viem.assertions.revertWithCustomError(again, run.job, "RankUnauthorized");
    });
  });

  describe("reveal", () => {
    it("opens a commitment once, while the window lasts", async () => {
      const run = await started(one);
      await run.commit(0);
      await reverts(run, run.reveal(0), "CommitsOpen", [0n]);
      await run.commit(1);
      await run.passWork(0);
      await run.reveal(0);
      await reverts(run, run.reveal(0), "AlreadyRevealed", [0n]);
      await reverts(run, run.job.write.reveal([2, otherSeal, otherSeal, zeroHash, zeroHash]), "NotCommitted", [2n]);
      const committed = await run.read.wordOf([1]);
      await reverts(run, run.job.write.reveal([1, otherSeal, otherSeal, zeroHash, zeroHash]), "CommitmentMismatch", [
        1n,
        committed,
      ]);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 16);
      await reverts(run, run.reveal(1), "RevealClosed", [0n, BigInt(closedAt + 15)]);
    });

    it("counts in its last second", async () => {
      const run = await started(one);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 15);
      await run.reveal(0);
      assert.equal((await run.read.group([0])).revealed, 0b001);
    });

    it("settles with the last one, if it names the digest that all stand for", async () => {
      const run = await started(one);
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      await run.reveal(0, digest);
      await run.reveal(1, digest);
      await run.reveal(2, ownDigest(0, 0));
      assert.equal((await run.read.progress()).checkpoint, 1);
      await run.settle(0, digest);
      assert.equal((await run.read.progress()).checkpoint, 2);
      assert.equal(await run.read.digestOf([0]), digest);
    });
  });

  describe("settle", () => {
    it("waits until the round is over", async () => {
      const run = await started(one);
      const digest = await run.honest(0);
      await reverts(run, run.settle(1), "GroupUnknown", [1n, 1n]);
      await reverts(run, run.settle(0), "CommitsOpen", [0n]);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      for (const rank of [0, 1]) await run.reveal(rank);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 15);
      await reverts(run, run.settle(0, digest), "RevealsOpen", [0n, BigInt(closedAt + 15)]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 30);
      await reverts(run, run.settle(0, ownDigest(1, 1)), "DigestMismatch", [
        0n,
        ownDigest(1, 1),
        BigInt(closedAt + 30),
      ]);
    });

    it("opens a digest in the last second", async () => {
      const run = await started(one);
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      for (const rank of [0, 1]) await run.reveal(rank);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 30);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), { 2: ["Withheld", 2] });
    });

    it("judges wrong, copied, withheld, missed and delayed beside a quorum", async () => {
      const run = await started({ groups: 1, checkpoints: 5, replication: 7, quorum: 4 });
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2, 3]) await run.commit(rank);
      await run.commit(4, { digest: ownDigest(4, 1) });
      await run.commit(5, { seal: otherSeal });
      await run.passWork(0);
      for (const rank of [0, 1, 2, 3, 4, 5]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), {
        4: ["Wrong", 5],
        5: ["Copied", 5],
        6: ["Missed", 3],
      });

      await run.job.write.claimMany([[0, 1, 2, 3, 4, 5, 6]]);
      const watcher = await Watcher.of(run);
      await watcher.check();
      assert.equal((await run.read.group([0])).active, 0b0001111);
    });

    it("takes one k from a rank that was present, and all from one that withheld", async () => {
      const run = await started({ groups: 1, checkpoints: 3, replication: 4, quorum: 3 });
      await run.passHalf(0);
      await run.present(3);
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      await run.passWork(0);
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), { 3: ["Delayed", 1] });
      const [, , strikes] = await run.market.Reputation.read.standingOf([(await run.at(3)).seller]);
      assert.equal(strikes, 0n);
    });

    it("puts a strike on a fault, after the points of honest work", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      await run.carry(0);
      const { seller } = await run.at(0);
      const digest = await run.honest(0);
      await run.commit(0, { digest: ownDigest(0, 2) });
      for (const rank of [1, 2]) await run.commit(rank);
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), { 0: ["Wrong", 1] });
      await status(run, "Completed");
      const [, points, strikes] = await run.market.Reputation.read.standingOf([seller]);
      assert.deepEqual([points, strikes], [(FEE * 2n) / 3n, 1n]);
      await closes(run);
      assert.equal(await gainOf(run.market, seller), U - K);
    });

    it("aborts when the tag's holders withhold the digest", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      for (const rank of [0, 1]) await run.commit(rank);
      await run.commit(2, { digest: ownDigest(2, 1) });
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      await run.passReveal(0, 2);
      assert.deepEqual(await verdicts(run, run.settle(0, await run.honest(0))), {
        0: ["Withheld", 2],
        1: ["Withheld", 2],
        2: ["Delayed", 1],
      });
      const { status: now, abortReason } = await run.read.progress();
      assert.deepEqual([now, abortReason], [JobStatus.Aborted, AbortReason.Inconclusive]);
      await closes(run);
    });

    it("takes copied seals for what they are when they leave no quorum", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      const digest = await run.honest(0);
      await run.commit(0);
      await run.commit(1, { seal: otherSeal });
      await run.passWork(0);
      for (const rank of [0, 1]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), {
        0: ["Delayed", 1],
        1: ["Copied", 2],
        2: ["Missed", 2],
      });
      await closes(run);
    });

    it("aborts without a majority: one k each, more for silence", async () => {
      const run = await started({ groups: 1, checkpoints: 3, replication: 5, quorum: 3 });
      await run.passHalf(0);
      await run.present(3);
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
      await run.passWork(0);
      for (const rank of [0, 1]) await run.reveal(rank);
      await run.passReveal(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), {
        0: ["Delayed", 1],
        1: ["Delayed", 1],
        2: ["Withheld", 3],
        3: ["Delayed", 1],
        4: ["Missed", 2],
      });
      await status(run, "Aborted");
      await closes(run);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), 0n);
    });

    it("restarts the group empty once, under the policy that allows it", async () => {
      const run = await started({ groups: 2, checkpoints: 2, lossPolicy: LossPolicy.Restart });
      const watcher = await Watcher.of(run);
      const { sellers } = run.market;
      await run.carry(1);
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      await run.settle(0);
      const { groups, progress } = await watcher.check();
      assert.deepEqual([progress.status, groups[0].active, groups[0].attempt], [JobStatus.Frozen, 0, 1]);

      for (const seller of sellers.slice(9, 12)) await run.apply(seller, 0);
      await run.seat(0);
      await status(run, "Frozen");
      await run.seat(0);
      await status(run, "Running");
      await run.seat(0);
      assert.deepEqual((await watcher.check()).groups[0].pending, 0b100);
      await run.carry(0);
      assert.equal((await watcher.check()).progress.checkpoint, 2);
      await run.carry(0);
      await run.carry(1);
      await status(run, "Completed");
      assert.equal((await run.read.progress()).paidCells, 2 + 3 + 3 + 3);
      await closes(run);
    });

    it("aborts at the second inconclusive round of one checkpoint", async () => {
      const run = await started({ groups: 1, checkpoints: 1, lossPolicy: LossPolicy.Restart });
      const quarrel = async (ranks) => {
        for (const rank of ranks) await run.commit(rank, { digest: ownDigest(rank, 1) });
        for (const rank of ranks) await run.reveal(rank);
        await run.settle(0);
      };
      await quarrel([0, 1, 2]);
      for (const seller of run.market.sellers.slice(9, 11)) await run.apply(seller, 0);
      await run.seat(0);
      await run.seat(0);
      await status(run, "Running");
      await quarrel([0, 1]);
      assert.equal((await run.read.progress()).abortReason, AbortReason.Inconclusive);
      await closes(run);
    });

    it("aborts when a quorum agrees that the program failed, and pays nothing for it", async () => {
      const run = await started({ groups: 1, checkpoints: 2, replication: 5, quorum: 3 });
      const digest = keccak256(toHex("exit code 1"));
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest, hasFailed: true });
      await run.commit(3, { digest: ownDigest(3, 1) });
      await run.passWork(0);
      for (const rank of [0, 1, 2, 3]) await run.reveal(rank);
      await viem.assertions.emitWithArgs(run.settle(0, digest), run.job, "DigestOpened", [0, 1, 0, digest, true]);
      const { abortReason, paidCells } = await run.read.progress();
      assert.deepEqual([abortReason, paidCells], [AbortReason.ProgramFailed, 0]);
      await closes(run);
      for (const rank of [0, 1, 2, 4]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 0n);
      assert.equal(await gainOf(run.market, (await run.at(3)).seller), -2n * K);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), 0n);
    });

    it("gives a silent group one more window, then ends the job without a fault of the present", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      const watcher = await Watcher.of(run);
      await run.passHalf(0);
      for (const rank of [0, 1]) await run.present(rank);
      await run.passWork(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), { 2: ["Missed", 2] });
      assert.equal((await watcher.check()).groups[0].hasRearmed, true);
      await status(run, "Running");
      await run.passHalf(0);
      for (const rank of [0, 1]) await run.present(rank);
      await run.passWork(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), {});
      assert.equal((await run.read.progress()).abortReason, AbortReason.NoWork);
      await closes(run);
      for (const rank of [0, 1]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 0n);
    });

    it("takes one k for silence where another group has done the work", async () => {
      const run = await started({ groups: 2, checkpoints: 2 });
      await run.carry(1);
      const beSilent = async () => {
        await run.passHalf(0);
        for (const rank of [0, 1, 2]) await run.present(rank);
        await run.passWork(0);
      };
      await beSilent();
      await run.settle(0);
      await beSilent();
      assert.deepEqual(await verdicts(run, run.settle(0)), {
        0: ["Delayed", 1],
        1: ["Delayed", 1],
        2: ["Delayed", 1],
      });
      await closes(run);
      assert.equal(await gainOf(run.market, (await run.at(3)).seller), U);
    });
  });

  describe("freeze", () => {
    /** Group 0 of two is silent and short, group 1 has done what `before` says. */
    async function frozen(before = async () => {}, changes = {}) {
      const run = await started({ groups: 2, checkpoints: 2, ...changes });
      await run.passHalf(0);
      await run.present(0);
      await before(run);
      await run.passWork(0);
      await run.settle(0);
      await status(run, "Frozen");
      return run;
    }

    it("stops the deadlines, and begins them anew for all groups that take commitments", async () => {
      const run = await frozen();
      const watcher = await Watcher.of(run);
      await watcher.check();
      // The work deadline of group 1 had passed with nobody committed: it stays passed.
      const { closedAt } = await run.read.group([1]);
      assert.notEqual(closedAt, 0);
      await run.time.increase(100);
      assert.equal(await run.read.clock(), (await run.read.progress()).frozenAt);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await status(run, "Running");
      const { groups, progress } = await watcher.check();
      assert.equal(groups[0].t0, progress.frozenAt + progress.frozenSeconds);
      assert.equal(groups[1].closedAt, progress.frozenAt + progress.frozenSeconds);
      // Nobody of group 1 ever showed itself: it is short in its turn.
      await run.settle(1);
      await status(run, "Frozen");
      await watcher.check();
    });

    it("lets a group reveal and settle meanwhile, and gives it a fresh window afterwards", async () => {
      const run = await frozen(
        async (run) => {
          for (const rank of [3, 4, 5]) await run.commit(rank);
        },
        { revealSeconds: 60 },
      );
      const watcher = await Watcher.of(run);
      await run.time.increase(300);
      await run.reveal(3);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      const { groups, progress } = await watcher.check();
      assert.equal(groups[1].closedAt, progress.frozenAt + progress.frozenSeconds);
      await run.reveal(4);
      await run.reveal(5, await run.honest(1));
      assert.equal((await watcher.check()).groups[1].isSettled, true);
    });

    it("keeps a reveal deadline passed, and leaves a window to open the digest", async () => {
      const run = await frozen(async (run) => {
        for (const rank of [3, 4, 5]) await run.commit(rank);
        for (const rank of [3, 4]) await run.reveal(rank);
      });
      const watcher = await Watcher.of(run);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await watcher.check();
      const { closedAt } = await run.read.group([1]);
      await reverts(run, run.reveal(5), "RevealClosed", [1n, BigInt(closedAt + 15)]);
      assert.deepEqual(await verdicts(run, run.settle(1, await run.honest(1))), { 5: ["Withheld", 2] });
    });

    it("does not bring back an opening that had passed", async () => {
      const run = await frozen(async (run) => {
        for (const rank of [3, 4, 5]) await run.commit(rank);
        for (const rank of [3, 4]) await run.reveal(rank);
        await run.passReveal(1, 2);
      });
      const watcher = await Watcher.of(run);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await watcher.check();
      assert.deepEqual(await verdicts(run, run.settle(1, await run.honest(1))), {
        3: ["Withheld", 2],
        4: ["Withheld", 2],
        5: ["Withheld", 2],
      });
    });

    it("is ended by anyone when the recruit window is spent and all had time to reveal", async () => {
      const run = await frozen();
      const { frozenAt } = await run.read.progress();
      const notBefore = frozenAt + run.terms.recruitSeconds + 1;
      await networkHelpers.time.setNextBlockTimestamp(notBefore - 1);
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(notBefore)]);
      await networkHelpers.time.setNextBlockTimestamp(notBefore);
      await run.job.write.abort();
      assert.equal((await run.read.progress()).abortReason, AbortReason.NotRecruited);
      await reverts(run, run.job.write.abort(), "JobNotFrozen", [JobStatus.Aborted]);
      await closes(run);
    });

    it("gives everybody two reveal windows even when the budget is spent", async () => {
      const run = await frozen(async () => {}, { recruitSeconds: 10 });
      const { frozenAt } = await run.read.progress();
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(frozenAt + 30)]);
    });

    it("counts all freezes together", async () => {
      const run = await frozen();
      await run.time.increase(60);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await run.settle(1);
      await status(run, "Frozen");
      const { frozenAt, frozenSeconds } = await run.read.progress();
      assert.ok(frozenSeconds >= 60);
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [
        BigInt(frozenAt + run.terms.recruitSeconds + 1 - frozenSeconds),
      ]);
    });

    /** A replacement for rank 0 that was to begin with the last checkpoint begins with the second, beside rank 1. */
    async function hurried() {
      const run = await started({ groups: 1, checkpoints: 3 });
      await run.carry(0, [0]);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      assert.equal((await run.read.group([0])).pending, 0b001);
      const watcher = await Watcher.of(run);
      await run.passHalf(0);
      await run.present(1);
      await run.passWork(0);
      await run.settle(0);
      const { groups, progress } = await watcher.check();
      assert.deepEqual([progress.status, groups[0].active], [JobStatus.Running, 0b011]);
      return run;
    }

    it("brings a pending replacement in at once when its group falls short", async () => {
      const run = await hurried();
      await run.carry(0);
      await run.carry(0);
      await status(run, "Completed");
      await closes(run);
      assert.equal(await gainOf(run.market, account(run.market.sellers[9])), 2n * U);
    });

    it("returns no collateral for a cell that none was locked for", async () => {
      const run = await hurried();
      const seller = account(run.market.sellers[9]);
      await run.carry(0);
      await run.job.write.claim([3]);
      assert.equal(await gainOf(run.market, seller), U - K);
      await run.passWork(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), { 0: ["Missed", 1], 1: ["Missed", 1] });
      await run.time.increase(121);
      await run.job.write.abort();
      await closes(run);
      assert.equal(await gainOf(run.market, seller), U - K);
    });
  });

  describe("applyFor, seat, withdrawApplication", () => {
    async function vacant(changes = {}) {
      const run = await started({ groups: 1, checkpoints: 3, ...changes });
      await run.carry(0, [0]);
      return run;
    }

    it("locks k for each checkpoint after the one in work, and returns what the wait has used up", async () => {
      const run = await vacant({ checkpoints: 4 });
      const { Collateral, sellers } = run.market;
      const seller = account(sellers[9]);
      await run.apply(sellers[9], 0);
      assert.equal(await gainOf(run.market, seller), -2n * K);
      await run.carry(0);
      assert.equal((await run.read.progress()).checkpoint, 3);
      await run.seat(0);
      assert.equal(await gainOf(run.market, seller), -K);
      assert.equal((await run.read.tenureOf([seller])).firstCheckpoint, 4);
      assert.equal(await Collateral.read.isTrusted([seller, run.market.Job.address]), true);
      await run.carry(0);
      await run.carry(0);
      await closes(run);
      assert.equal(await gainOf(run.market, seller), U);
    });

    it("refuses whoever may not apply", async () => {
      const full = await started({ groups: 1 });
      await reverts(full, full.apply(full.market.sellers[9], 0), "NoVacancy", [0n]);
      const run = await vacant();
      const { buyer, sellers } = run.market;
      await reverts(run, run.apply(sellers[9], 1), "GroupUnknown", [1n, 1n]);
      await reverts(run, run.apply(buyer, 0), "SellerIsBuyer", [account(buyer)]);
      const member = await run.at(1);
      await reverts(run, run.apply(member.wallet, 0), "SellerKnown", [member.seller]);
      await reverts(run, run.apply(sellers[9], 0, U + 1n), "AskTooHigh", [U + 1n, U]);
      await run.apply(sellers[9], 0);
      await reverts(run, run.apply(sellers[9], 0), "SellerKnown", [account(sellers[9])]);
      const [closeBlock] = await run.read.drawOf([0]);
      await run.mine(4);
      await reverts(run, run.apply(sellers[10], 0), "ApplicationsClosed", [0n, closeBlock]);
    });

    it("has nothing to apply for in the last checkpoint", async () => {
      const run = await vacant();
      await run.carry(0);
      await reverts(run, run.apply(run.market.sellers[9], 0), "NoCheckpointLeft", [3n]);
    });

    it("draws only from a closed list, once its block has a hash", async () => {
      const run = await vacant();
      const { sellers } = run.market;
      await reverts(run, run.job.write.seat([0]), "NoApplicant", [0n]);
      await run.apply(sellers[9], 0);
      const [closeBlock] = await run.read.drawOf([0]);
      assert.equal(closeBlock, BigInt(await run.time.latestBlock()) + 4n);
      await reverts(run, run.job.write.seat([0]), "DrawNotReady", [0n, closeBlock]);
      await run.apply(sellers[10], 0);
      await run.seat(0);
      await reverts(run, run.job.write.seat([0]), "NoVacancy", [0n]);
      assert.deepEqual(await run.read.drawOf([0]), [0n, 1n]);
    });

    it("draws in the last block that knows the hash", async () => {
      const run = await vacant({ workSeconds: 4_000 });
      await run.apply(run.market.sellers[9], 0);
      await run.mine(4 + 255);
      await run.job.write.seat([0]);
      assert.equal((await run.read.progress()).seatings, 1);
    });

    it("arms the draw anew when the hash is gone, and opens the list", async () => {
      const run = await vacant({ workSeconds: 4_000 });
      const { sellers } = run.market;
      await run.apply(sellers[9], 0);
      await run.mine(262);
      await run.job.write.seat([0]);
      const [closeBlock] = await run.read.drawOf([0]);
      assert.equal(closeBlock, BigInt(await run.time.latestBlock()) + 4n);
      await run.apply(sellers[10], 0);
      await run.seat(0);
      assert.equal((await run.read.progress()).seatings, 1);
    });

    it("gives an application back outside a draw, and an empty list is open", async () => {
      const run = await vacant();
      const { sellers } = run.market;
      const watcher = await Watcher.of(run);
      const withdraw = (seller) => run.job.write.withdrawApplication(by(seller));
      await reverts(run, withdraw(sellers[9]), "NoApplication", [account(sellers[9])]);
      await run.apply(sellers[9], 0);
      await run.apply(sellers[10], 0);
      await withdraw(sellers[9]);
      await watcher.check();
      await withdraw(sellers[10]);
      assert.deepEqual((await watcher.check()).groups[0].closeBlock, 0n);
      await run.apply(sellers[9], 0);
      await run.mine(4);
      const [closeBlock] = await run.read.drawOf([0]);
      await reverts(run, withdraw(sellers[9]), "ApplicationsClosed", [0n, closeBlock]);
      await reverts(run, run.job.write.withdrawApplicationOf([account(sellers[9])]), "JobNotEnded", [
        JobStatus.Running,
      ]);
      await run.carry(0);
      await run.carry(0);
      await run.job.write.withdrawApplicationOf([account(sellers[9])]);
      assert.equal(await gainOf(run.market, account(sellers[9])), 0n);
      await watcher.check();
      await closes(run);
    });

    it("begins no tenure when no checkpoint is left", async () => {
      const run = await vacant();
      const { sellers } = run.market;
      const watcher = await Watcher.of(run);
      await run.apply(sellers[9], 0);
      await run.apply(sellers[10], 0);
      await run.carry(0);
      await run.seat(0);
      const { applications, groups } = await watcher.check();
      assert.deepEqual([applications.size, groups[0].closeBlock], [1, 0n]);
      await run.carry(0);
      await status(run, "Completed");
    });

    it("gives an application back when all seatings are spent, though its draw was armed", async () => {
      const run = await started({ groups: 2, replication: 1, quorum: 1, checkpoints: 1, recruitSeconds: 3_600 });
      const [last, left, ...others] = run.market.sellers.slice(2);
      const watcher = await Watcher.of(run);
      const beSilent = async () => {
        await run.passWork(0);
        await run.settle(0);
      };
      for (const seller of others.slice(0, 5)) {
        await beSilent();
        await run.apply(seller, 0);
        await run.seat(0);
      }
      await beSilent();
      await run.settle(1);
      await run.apply(last, 0);
      await run.apply(left, 1);
      await run.seat(0);
      await run.mine(4);
      await reverts(run, run.job.write.seat([1]), "SeatingsSpent", [6n]);
      await run.job.write.withdrawApplication(by(left));
      assert.equal(await gainOf(run.market, account(left)), 0n);
      await watcher.check();
      await run.time.increase(3_600);
      await run.job.write.abort();
      await closes(run);
    });

    it("draws the same applicant, whichever group is seated first", async () => {
      const run = await started({ groups: 2, checkpoints: 3 });
      for (const rank of [1, 2, 4, 5]) await run.commit(rank);
      await run.passWork(0);
      for (const rank of [1, 2, 4, 5]) await run.reveal(rank);
      for (const group of [0, 1]) await run.settle(group, await run.honest(group));
      // All in one block: the lists close soon after the first.
      const { provider } = connection;
      await provider.request({ method: "evm_setAutomine", params: [false] });
      for (const [i, seller] of run.market.sellers.slice(6).entries()) await run.apply(seller, i % 2);
      await provider.request({ method: "evm_setAutomine", params: [true] });
      await run.mine(5);
      const drawn = async (first) => {
        const snapshot = await networkHelpers.takeSnapshot();
        for (const group of [first, 1 - first]) await run.job.write.seat([group]);
        const sellers = [await run.at(0), await run.at(3)].map(({ seller }) => seller);
        await snapshot.restore();
        return sellers;
      };
      assert.deepEqual(await drawn(0), await drawn(1));
    });

    it("spends no more than three seatings for each rank", async () => {
      const run = await started({ groups: 1, replication: 1, quorum: 1, checkpoints: 1, recruitSeconds: 3_600 });
      for (const seller of run.market.sellers.slice(1, 4)) {
        await run.passWork(0);
        await run.settle(0);
        await run.apply(seller, 0);
        await run.seat(0);
      }
      await run.passWork(0);
      await run.settle(0);
      await reverts(run, run.apply(run.market.sellers[5], 0), "SeatingsSpent", [3n]);
      await run.time.increase(3_600);
      await run.job.write.abort();
      await closes(run);
    });
  });

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

  it("answers with its whole configuration", async () => {
    const run = await placed();
    const { terms, buyer, snapshot, librariesHash } = await run.read.configuration();
    assert.deepEqual(terms, run.terms);
    assert.equal(buyer.toLowerCase(), account(run.market.buyer));
    assert.deepEqual(snapshot, { feeBps: 100, cancelBps: 200, holdSeconds: 60, drawBlocks: 4 });
    assert.equal(librariesHash, keccak256("0x"));
  });

  it("is a job in its clones alone: its implementation and the annex do nothing for anybody", async () => {
    const run = await placed();
    const { Job, sellers, buyer } = run.market;
    const who = account(buyer);
    const calls = {
      sign: [0n, who, who, ""],
      cancel: [],
      arm: [],
      start: [],
      commit: [0, zeroHash],
      present: [[0], ["0x"]],
      reveal: [0, sliceHex(zeroHash, 0, 16), sliceHex(zeroHash, 0, 16), zeroHash, zeroHash],
      settle: [0, zeroHash],
      claim: [0],
      refund: [],
      applyFor: [0, 0n, who, who, ""],
      withdrawApplication: [],
      withdrawApplicationOf: [account(sellers[0])],
      seat: [0],
      abort: [],
    };
    for (const address of [Job.address, getContractAddress({ from: Job.address, nonce: 1n })]) {
      assert.notEqual(await (await viem.getPublicClient()).getCode({ address }), undefined);
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
