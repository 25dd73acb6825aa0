import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { parseEther } from "viem";
import { account, by } from "../helpers/accounts.js";
import { Chance } from "../helpers/chance.js";
import { deployHypernet } from "../helpers/deployment.js";
import { BuyerOutcome } from "../helpers/enums.js";

// What a fault does to stake (Reputation.bookFault.tree):
// ├── no stake, or less than 20 units: nothing
// ├── a twentieth is at most what the seller loses: a twentieth, rounded down
// ├── it is more: what the seller loses
// └── a unit would stand for more than 2^72 shares: nothing
//
// What a payment brings stake (Reputation.bookEarnings.tree):
// ├── the seller has never set a share, or set none before it signed: nothing
// ├── there are fewer than 2^52 shares behind it: nothing
// └── else: its share of each cell, rounded down
const UNBONDING = 65n * 86_400n;
const FIRST_SHARES = 2n ** 32n;
const JOB = "0x00000000000000000000000000000000000000A1";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const [user, peer, seller, buyer, stranger] = await viem.getWalletClients();
const { time } = networkHelpers;

// The network as it is deployed; the user has 100 tokens free, and Collateral's own calls can be made.
async function deployed() {
  const contracts = await deployHypernet(connection);
  const { Hypertoken: token, Collateral: collateral, Reputation: reputation } = contracts;
  await token.write.approve([collateral.address, parseEther("100")], by(user));
  await collateral.write.deposit([parseEther("100")], by(user));
  await networkHelpers.impersonateAccount(collateral.address);
  await networkHelpers.setBalance(collateral.address, parseEther("1"));
  return { token, collateral, reputation };
}

async function scene() {
  const { token, collateral, reputation } = await networkHelpers.loadFixture(deployed);
  const booking = { account: collateral.address };
  return {
    token,
    collateral,
    reputation,
    place: (amount, wallet = user) => reputation.write.placeStake([account(peer), amount], by(wallet)),
    startWithdrawal: (amount) => reputation.write.startWithdrawal([account(peer), amount], by(user)),
    withdraw: (wallet = user) => reputation.write.withdrawStake([account(peer)], by(wallet)),
    bookPoints: (fee) => reputation.write.bookEarnings([account(seller), JOB, 1n, 0n, fee], booking),
    bookFault: (lost = 0n, who = seller) => reputation.write.bookFault([account(who), JOB, lost], booking),
    setShare: (bps) => reputation.write.setBackerShare([bps], by(peer)),
    fixShare: (job = JOB) => reputation.write.fixBackerShare([account(peer), job], booking),
    earn: (cells, earned, job = JOB) => reputation.write.bookEarnings([account(peer), job, cells, earned, 0n], booking),
    pool: () => reputation.read.poolOf([account(peer)]),
    bookOutcome: (outcome) => reputation.write.bookOutcome([account(buyer), JOB, outcome], booking),
    stake: () => reputation.read.stakeOf([account(user), account(peer)]),
    behind: async () => (await reputation.read.standingOf([account(peer)]))[0],
    standing: () => reputation.read.standingOf([account(seller)]),
    // Free, staked: what Collateral holds for the user.
    held: async () => [await collateral.read.freeOf([account(user)]), await collateral.read.stakedOf([account(peer)])],
  };
}

describe("Reputation", () => {
  it("knows Collateral and its unbonding time", async () => {
    const { reputation, collateral } = await scene();
    assert.equal(await reputation.read.collateral(), collateral.address);
    assert.equal(await reputation.read.UNBONDING_SECONDS(), UNBONDING);
    assert.equal(await reputation.read.MOST_BACKER_BPS(), 5_000);
  });

  describe("placeStake", () => {
    it("moves the free balance behind the peer", async () => {
      const { reputation, place, stake, behind, held } = await scene();
      await place(parseEther("30"));
      await viem.assertions.emitWithArgs(place(parseEther("10")), reputation, "StakePlaced", [
        account(user),
        account(peer),
        parseEther("10"),
        parseEther("10") * FIRST_SHARES,
        parseEther("40"),
      ]);
      assert.deepEqual(await stake(), [parseEther("40"), 0n, 0n]);
      assert.equal(await behind(), parseEther("40"));
      assert.deepEqual(await held(), [parseEther("60"), parseEther("40")]);
    });

    it("reverts for nothing", async () => {
      const { reputation, place } = await scene();
      await viem.assertions.revertWithCustomErrorWithArgs(place(0n), reputation, "StakeTooSmall", [0n]);
    });

    it("reverts when the free balance is short, and places nothing", async () => {
      const { collateral, place, behind } = await scene();
      await viem.assertions.revertWithCustomErrorWithArgs(place(1n, stranger), collateral, "CollateralShort", [0n, 1n]);
      assert.equal(await behind(), 0n);
    });
  });

  describe("startWithdrawal", () => {
    it("takes stake from behind the peer at once, and keeps it in Collateral", async () => {
      const { reputation, place, startWithdrawal, stake, behind, held } = await scene();
      await place(parseEther("40"));
      await startWithdrawal(parseEther("15"));
      const freeAt = BigInt(await time.latest()) + UNBONDING;
      const [event] = await reputation.getEvents.StakeWithdrawalStarted();
      assert.deepEqual(event.args, {
        user: event.args.user,
        peer: event.args.peer,
        amount: parseEther("15"),
        shares: parseEther("15") * FIRST_SHARES,
        behind: parseEther("25"),
        freeAt,
      });
      assert.deepEqual(await stake(), [parseEther("25"), parseEther("15"), freeAt]);
      assert.equal(await behind(), parseEther("25"));
      assert.deepEqual(await held(), [parseEther("60"), parseEther("40")]);
    });

    it("lets what is on its way wait anew when more follows", async () => {
      const { place, startWithdrawal, stake } = await scene();
      await place(parseEther("40"));
      await startWithdrawal(1n);
      await time.increase(UNBONDING - 10n);
      await startWithdrawal(2n);
      assert.deepEqual(await stake(), [parseEther("40") - 3n, 3n, BigInt(await time.latest()) + UNBONDING]);
    });

    it("reverts for nothing", async () => {
      const { reputation, startWithdrawal } = await scene();
      await viem.assertions.revertWithCustomError(startWithdrawal(0n), reputation, "StakeZero");
    });

    it("reverts for more than was placed", async () => {
      const { reputation, place, startWithdrawal } = await scene();
      await place(5n);
      await viem.assertions.revertWithCustomErrorWithArgs(startWithdrawal(6n), reputation, "StakeShort", [5n, 6n]);
    });
  });

  describe("withdrawStake", () => {
    it("returns stake to the free balance after the unbonding time, once", async () => {
      const { reputation, place, startWithdrawal, withdraw, stake, held } = await scene();
      await place(parseEther("40"));
      await startWithdrawal(parseEther("15"));
      await time.increase(UNBONDING);
      await viem.assertions.emit(withdraw(), reputation, "StakeWithdrawn");
      assert.deepEqual(await stake(), [parseEther("25"), 0n, 0n]);
      assert.deepEqual(await held(), [parseEther("75"), parseEther("25")]);
      await viem.assertions.revertWithCustomError(withdraw(), reputation, "StakeNotWithdrawing");
    });

    it("reverts before the unbonding time has passed", async () => {
      const { reputation, place, startWithdrawal, withdraw, stake } = await scene();
      await place(5n);
      await startWithdrawal(5n);
      const [, , freeAt] = await stake();
      await time.setNextBlockTimestamp(freeAt - 1n);
      await viem.assertions.revertWithCustomErrorWithArgs(withdraw(), reputation, "StakeNotFree", [freeAt]);
    });

    it("reverts for somebody else", async () => {
      const { reputation, place, startWithdrawal, withdraw } = await scene();
      await place(5n);
      await startWithdrawal(5n);
      await time.increase(UNBONDING);
      await viem.assertions.revertWithCustomError(withdraw(stranger), reputation, "StakeNotWithdrawing");
    });
  });

  describe("bookEarnings", () => {
    it("adds the fee moved as points", async () => {
      const { reputation, bookPoints, standing } = await scene();
      await bookPoints(7n);
      await viem.assertions.emit(bookPoints(4n), reputation, "ReputationChanged");
      assert.deepEqual(await standing(), [0n, 11n, 0n]);
    });

    it("adds the seller's share of each cell, rounded down, to the stake behind it", async () => {
      const { reputation, place, setShare, fixShare, earn, behind, stake } = await scene();
      await place(parseEther("1"));
      await setShare(3_333);
      await fixShare();
      // ⌊10 · 3333/10⁴⌋ = 3 for each of seven cells, not ⌊70 · 3333/10⁴⌋ = 23.
      await viem.assertions.emitWithArgs(earn(7n, 70n), reputation, "BackersPaid", [
        account(peer),
        JOB,
        21n,
        parseEther("1") + 21n,
      ]);
      assert.equal(await behind(), parseEther("1") + 21n);
      assert.equal((await stake())[0], parseEther("1") + 21n);
    });

    it("shares as was fixed for the job, whatever the seller sets later", async () => {
      const { reputation, place, setShare, fixShare, earn, behind } = await scene();
      const later = "0x00000000000000000000000000000000000000A2";
      await place(parseEther("1"));
      await setShare(1_000);
      await viem.assertions.emitWithArgs(fixShare(), reputation, "BackerShareFixed", [account(peer), JOB, 1_000]);
      await setShare(0);
      await fixShare(later);
      await earn(1n, 1_000n, later);
      assert.equal(await behind(), parseEther("1"));
      await earn(1n, 1_000n);
      assert.equal(await behind(), parseEther("1") + 100n);
      assert.deepEqual(
        [
          await reputation.read.backerShareOf([account(peer)]),
          await reputation.read.backerShareIn([JOB, account(peer)]),
        ],
        [0, 1_000],
      );
    });

    it("shares nothing without a pool worth the name, nor of too little", async () => {
      const { place, setShare, fixShare, earn, behind } = await scene();
      await setShare(5_000);
      await fixShare();
      await earn(1n, 1_000n);
      assert.equal(await behind(), 0n);
      await place(2n ** 20n - 1n);
      await earn(1n, 1_000n);
      assert.equal(await behind(), 2n ** 20n - 1n);
      await place(1n);
      await earn(1n, 1n);
      assert.equal(await behind(), 2n ** 20n);
      await earn(1n, 1_000n);
      assert.equal(await behind(), 2n ** 20n + 500n);
    });

    it("brings what is on its way back its part too: it bears the risk", async () => {
      const { place, setShare, fixShare, earn, startWithdrawal, behind, stake, pool } = await scene();
      await place(parseEther("2"));
      await startWithdrawal(parseEther("1"));
      await setShare(5_000);
      await fixShare();
      await earn(1n, parseEther("2"));
      assert.deepEqual((await stake()).slice(0, 2), [parseEther("1.5"), parseEther("1.5")]);
      assert.equal(await behind(), parseEther("1.5"));
      assert.equal((await pool())[0], parseEther("3"));
    });
  });

  describe("setBackerShare", () => {
    it("is the peer's word, up to a half", async () => {
      const { reputation, setShare } = await scene();
      await viem.assertions.emitWithArgs(setShare(5_000), reputation, "BackerShareSet", [account(peer), 5_000]);
      await viem.assertions.revertWithCustomErrorWithArgs(setShare(5_001), reputation, "BackerShareTooHigh", [
        5_001n,
        5_000n,
      ]);
      assert.equal(await reputation.read.backerShareOf([account(peer)]), 5_000);
    });

    it("is fixed without a word where nothing is new", async () => {
      const { reputation, setShare, fixShare } = await scene();
      await fixShare();
      await setShare(7);
      await fixShare();
      await fixShare();
      assert.equal((await reputation.getEvents.BackerShareFixed()).length, 0);
      assert.equal((await reputation.getEvents.BackerShareFixed({}, { fromBlock: 0n })).length, 1);
    });
  });

  describe("bookFault", () => {
    it("leaves two thirds of the points, rounded down, and adds a strike", async () => {
      const { reputation, bookPoints, bookFault, standing } = await scene();
      await bookPoints(11n);
      await bookFault();
      assert.deepEqual(await standing(), [0n, 7n, 1n]);
      await bookFault();
      assert.deepEqual(await standing(), [0n, 4n, 2n]);
      const [event] = await reputation.getEvents.ReputationChanged();
      assert.equal(event.args.job, JOB);
      assert.deepEqual([event.args.points, event.args.strikes], [4n, 2n]);
    });

    it("takes a twentieth of the stake, also of what is on its way back", async () => {
      const { reputation, place, startWithdrawal, bookFault, behind, stake } = await scene();
      await place(parseEther("40"));
      await startWithdrawal(parseEther("10"));
      await viem.assertions.emitWithArgs(bookFault(parseEther("100"), peer), reputation, "StakeSlashed", [
        account(peer),
        JOB,
        parseEther("2"),
        parseEther("28.5"),
      ]);
      assert.equal(await behind(), parseEther("28.5"));
      assert.deepEqual((await stake()).slice(0, 2), [parseEther("28.5"), parseEther("9.5")]);
    });

    it("§8, backers burned by a tiny job: takes no more than the seller itself loses", async () => {
      const { place, bookFault, pool } = await scene();
      await place(parseEther("40"));
      for (const [lost, slashed] of [
        [0n, 0n],
        [7n, 7n],
        [parseEther("2") - 1n, parseEther("2") - 1n],
        [parseEther("2"), parseEther("1.9") - 1n],
      ]) {
        const [before] = await pool();
        await bookFault(lost, peer);
        const [after] = await pool();
        assert.equal(before - after, slashed);
      }
    });

    it("takes nothing of what is too little for a twentieth", async () => {
      const { place, bookFault, pool } = await scene();
      await place(19n);
      await bookFault(parseEther("1"), peer);
      assert.equal((await pool())[0], 19n);
      await place(1n);
      await bookFault(parseEther("1"), peer);
      assert.equal((await pool())[0], 19n);
    });

    it("never brings a pool to a factor of zero, nor stakers out of it, however many faults there are", async () => {
      const { reputation, place, bookFault, startWithdrawal, pool, stake } = await scene();
      await place(parseEther("100"));
      let faults = 0;
      for (let before = 1n, after = 0n; before !== after; ++faults) {
        [before] = await pool();
        await bookFault(parseEther("1000000"), peer);
        [after] = await pool();
      }
      const [amount, shares] = await pool();
      // It stops where a unit would stand for more than 2^72 shares; 540 times a twentieth are 2^-40.
      assert.ok(faults > 539 && faults < 560, `${faults}`);
      assert.ok(amount * 2n ** 72n >= shares && (amount - amount / 20n) * 2n ** 72n < shares + 2n ** 72n * 20n);
      const [have] = await stake();
      assert.equal(have, amount);
      await startWithdrawal(have);
      assert.deepEqual((await stake()).slice(0, 2), [0n, have]);
      assert.equal((await reputation.read.standingOf([account(peer)]))[2], BigInt(faults));
    });

    it("adds a strike to a seller without points", async () => {
      const { bookFault, standing } = await scene();
      await bookFault();
      assert.deepEqual(await standing(), [0n, 0n, 1n]);
    });
  });

  describe("bookOutcome", () => {
    for (const [name, outcome] of Object.entries(BuyerOutcome)) {
      it(`counts a job that ended ${name}`, async () => {
        const { reputation, bookOutcome } = await scene();
        await bookOutcome(outcome);
        await viem.assertions.emit(bookOutcome(outcome), reputation, "BuyerRecorded");
        for (const other of Object.values(BuyerOutcome)) {
          const jobs = await reputation.read.outcomesOf([account(buyer), other]);
          assert.equal(jobs, other === outcome ? 2n : 0n);
        }
      });
    }
  });

  it("keeps to the shares whatever comes: nobody gains by another one's rounding, and the last one takes all", async () => {
    const { token, reputation, collateral, bookFault } = await scene();
    const chance = new Chance(5);
    const users = [user, stranger, buyer];
    for (const other of users.slice(1)) {
      await token.write.transfer([account(other), parseEther("100")], by(user));
      await token.write.approve([collateral.address, parseEther("100")], by(other));
      await collateral.write.deposit([parseEther("100")], by(other));
    }
    const worth = () => reputation.read.poolOf([account(peer)]);
    for (let step = 0; step < 120; ++step) {
      const who = chance.pick(users);
      const [amount, shares] = await worth();
      const [placed, withdrawing, freeAt] = await reputation.read.stakeOf([account(who), account(peer)]);
      const some = BigInt(chance.between(1, 1_000_000)) * BigInt(chance.pick([1, 1_000, 1_000_000]));
      const kind = chance.pick(["place", "start", "withdraw", "fault"]);
      if (kind === "place") await reputation.write.placeStake([account(peer), some], by(who));
      if (kind === "start" && placed !== 0n) {
        await reputation.write.startWithdrawal([account(peer), some < placed ? some : placed], by(who));
      }
      if (kind === "withdraw" && withdrawing !== 0n) {
        if (BigInt(await time.latest()) < freeAt) await time.increaseTo(freeAt);
        await reputation.write.withdrawStake([account(peer)], by(who));
      }
      if (kind === "fault") await bookFault(some, peer);
      const [after, left] = await worth();
      // A share is worth no less after anything but a fault.
      if (kind !== "fault" && shares !== 0n && left !== 0n) assert.ok(after * shares >= amount * left);
      assert.equal(after === 0n, left === 0n);
      assert.ok(left <= after * 2n ** 72n);
      let sum = 0n;
      for (const each of users) {
        const [there, leaving] = await reputation.read.stakeOf([account(each), account(peer)]);
        sum += there + leaving;
      }
      assert.ok(sum <= after && after - sum <= 2n * BigInt(users.length));
      assert.ok((await reputation.read.standingOf([account(peer)]))[0] <= after);
    }
    for (const who of users) {
      const [placed] = await reputation.read.stakeOf([account(who), account(peer)]);
      if (placed !== 0n) await reputation.write.startWithdrawal([account(peer), placed], by(who));
    }
    await time.increase(UNBONDING);
    for (const who of users) {
      const [, withdrawing] = await reputation.read.stakeOf([account(who), account(peer)]);
      if (withdrawing !== 0n) await reputation.write.withdrawStake([account(peer)], by(who));
    }
    const [left] = await worth();
    assert.equal(left, 0n);
  });

  for (const [verb, args] of [
    ["bookEarnings", [account(seller), JOB, 1n, 1n, 1n]],
    ["fixBackerShare", [account(seller), JOB]],
    ["bookFault", [account(seller), JOB, 1n]],
    ["bookOutcome", [account(buyer), JOB, BuyerOutcome.Completed]],
  ]) {
    it(`${verb} reverts for anyone but Collateral`, async () => {
      const { reputation, collateral } = await scene();
      await viem.assertions.revertWithCustomErrorWithArgs(
        reputation.write[verb](args, by(seller)),
        reputation,
        "ReputationUnauthorized",
        [account(seller), collateral.address],
      );
    });
  }
});
