import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { parseEther } from "viem";
import { account, by } from "../helpers/accounts.js";
import { deployHypernet } from "../helpers/deployment.js";
import { BuyerOutcome } from "../helpers/enums.js";

const UNBONDING = 65n * 86_400n;
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
  return { collateral, reputation };
}

async function scene() {
  const { collateral, reputation } = await networkHelpers.loadFixture(deployed);
  const booking = { account: collateral.address };
  return {
    collateral,
    reputation,
    place: (amount, wallet = user) => reputation.write.placeStake([account(peer), amount], by(wallet)),
    startWithdrawal: (amount) => reputation.write.startWithdrawal([account(peer), amount], by(user)),
    withdraw: (wallet = user) => reputation.write.withdrawStake([account(peer)], by(wallet)),
    bookPoints: (fee) => reputation.write.bookPoints([account(seller), JOB, fee], booking),
    bookFault: () => reputation.write.bookFault([account(seller), JOB], booking),
    bookOutcome: (outcome) => reputation.write.bookOutcome([account(buyer), JOB, outcome], booking),
    stake: () => reputation.read.stakeOf([account(user), account(peer)]),
    behind: async () => (await reputation.read.standingOf([account(peer)]))[0],
    standing: () => reputation.read.standingOf([account(seller)]),
    // Free, staked: what Collateral holds for the user.
    held: async () => [await collateral.read.freeOf([account(user)]), await collateral.read.stakedOf([account(user)])],
  };
}

describe("Reputation", () => {
  it("knows Collateral and its unbonding time", async () => {
    const { reputation, collateral } = await scene();
    assert.equal(await reputation.read.collateral(), collateral.address);
    assert.equal(await reputation.read.UNBONDING_SECONDS(), UNBONDING);
  });

  describe("placeStake", () => {
    it("moves the free balance behind the peer", async () => {
      const { reputation, place, stake, behind, held } = await scene();
      await place(parseEther("30"));
      await viem.assertions.emitWithArgs(place(parseEther("10")), reputation, "StakePlaced", [
        account(user),
        account(peer),
        parseEther("10"),
        parseEther("40"),
      ]);
      assert.deepEqual(await stake(), [parseEther("40"), 0n, 0n]);
      assert.equal(await behind(), parseEther("40"));
      assert.deepEqual(await held(), [parseEther("60"), parseEther("40")]);
    });

    it("reverts for nothing", async () => {
      const { reputation, place } = await scene();
      await viem.assertions.revertWithCustomError(place(0n), reputation, "StakeZero");
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

  describe("bookPoints", () => {
    it("adds the fee moved", async () => {
      const { reputation, bookPoints, standing } = await scene();
      await bookPoints(7n);
      await viem.assertions.emit(bookPoints(4n), reputation, "ReputationChanged");
      assert.deepEqual(await standing(), [0n, 11n, 0n]);
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

  for (const [verb, args] of [
    ["bookPoints", [account(seller), JOB, 1n]],
    ["bookFault", [account(seller), JOB]],
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
