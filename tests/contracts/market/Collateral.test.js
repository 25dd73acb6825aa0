import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, parseEther, zeroAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { jobArguments } from "../helpers/deployment.js";
import { Movement } from "../helpers/enums.js";
import { openMarket, placeJob, PURSE } from "../helpers/market.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const market = () => openMarket(connection);
const opened = () => networkHelpers.loadFixture(market);
const reverts = ({ Collateral }, promise, name, args) =>
  viem.assertions.revertWithCustomErrorWithArgs(promise, Collateral, name, args);
const as = async (address) => {
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, parseEther("1"));
  return { account: address };
};
const nothing = (who) => ({
  ...{ seller: who, beneficiary: who, buyer: who },
  ...{ cells: 0n, earned: 0n, fee: 0n, rest: 0n, collateral: 0n, compensation: 0n, forfeited: 0n },
  ...{ isVerified: false, isStrike: false },
});

describe("Collateral", () => {
  describe("deposit, withdraw", () => {
    it("keeps what a user brings, and gives it back", async () => {
      const { Collateral, Hypertoken, sellers } = await opened();
      const [seller] = sellers;
      const before = await Collateral.read.accounted();
      await viem.assertions.emitWithArgs(Collateral.write.withdraw([3n], by(seller)), Collateral, "Withdrawn", [
        getAddress(account(seller)),
        3n,
      ]);
      assert.equal(await Collateral.read.freeOf([account(seller)]), PURSE - 3n);
      assert.equal(await Collateral.read.accounted(), before - 3n);
      await viem.assertions.emitWithArgs(Collateral.write.deposit([2n], by(seller)), Collateral, "Deposited", [
        getAddress(account(seller)),
        2n,
      ]);
      assert.equal(await Hypertoken.read.balanceOf([account(seller)]), 1n);
      assert.equal(await Collateral.read.accounted(), before - 1n);
    });

    it("gives nobody more than is free", async () => {
      const open = await opened();
      const [seller] = open.sellers;
      await reverts(open, open.Collateral.write.withdraw([PURSE + 1n], by(seller)), "CollateralShort", [
        PURSE,
        PURSE + 1n,
      ]);
      await open.Collateral.write.withdraw([PURSE], by(seller));
    });
  });

  it("dust donations: they are skimmed to the treasury, and change no other account", async () => {
    const open = await opened();
    const { Collateral, Hypertoken, JobFactory, Timelock, foundation, buyer } = open;
    const run = await placeJob(open);
    const balance = await run.balance();
    for (const address of [Collateral.address, run.address, JobFactory.address]) {
      await Hypertoken.write.transfer([address, 5n], by(foundation));
    }
    const before = await Collateral.read.accounted();
    await viem.assertions.emitWithArgs(Collateral.write.skim(), Collateral, "Skimmed", [
      getAddress(Timelock.address),
      5n,
    ]);
    await Collateral.write.skim();
    assert.equal(await Collateral.read.accounted(), before + 5n);
    assert.equal(await Collateral.read.freeOf([Timelock.address]), 5n);
    assert.equal(await run.balance(), balance);
    await run.job.write.cancel(by(buyer));
    await run.job.write.refund();
    assert.equal(await Collateral.read.freeOf([account(buyer)]), PURSE);
  });

  it("trusts the genesis implementation alone, until the user decides otherwise", async () => {
    const { Collateral, Job, sellers } = await opened();
    const [seller, other] = sellers;
    const trusts = (who, code) => Collateral.read.isTrusted([account(who), code]);
    assert.deepEqual([await trusts(seller, Job.address), await trusts(seller, account(other))], [true, false]);
    for (const [code, isTrusted] of [
      [Job.address, false],
      [account(other), true],
      [account(other), false],
      [Job.address, true],
    ]) {
      await viem.assertions.emitWithArgs(
        Collateral.write.trust([code, isTrusted], by(seller)),
        Collateral,
        "ImplementationTrusted",
        [getAddress(account(seller)), getAddress(code), isTrusted],
      );
      assert.equal(await trusts(seller, code), isTrusted);
    }
    assert.equal(await trusts(other, Job.address), true);
  });

  describe("for the factory, for jobs, for Reputation", () => {
    it("refuses everybody else", async () => {
      const open = await opened();
      const { Collateral, Job, JobFactory, Reputation, sellers } = open;
      const [seller] = sellers;
      const who = getAddress(account(seller));
      const factory = getAddress(JobFactory.address);
      const write = Collateral.write;
      await reverts(open, write.depositFor([who, 1n], by(seller)), "FactoryUnauthorized", [who, factory]);
      await reverts(open, write.open([who, Job.address, true, who, 0n], by(seller)), "FactoryUnauthorized", [
        who,
        factory,
      ]);
      const least = { stake: 0n, points: 0n, strikes: 0 };
      await reverts(open, write.lock([who, 0n, least], by(seller)), "JobUnknown", [who]);
      await reverts(open, write.fund([who, 0n], by(seller)), "JobUnknown", [who]);
      await reverts(open, write.pay([nothing(who)], by(seller)), "JobUnknown", [who]);
      await reverts(open, write.conclude([who, 0], by(seller)), "JobUnknown", [who]);
      await reverts(open, write.fixBackerShare([who], by(seller)), "JobUnknown", [who]);
      for (const call of [write.lockStake, write.releaseStake]) {
        await reverts(open, call([who, who, 0n], by(seller)), "StakeUnauthorized", [
          who,
          getAddress(Reputation.address),
        ]);
      }
      await reverts(open, write.connect([JobFactory.address, Reputation.address]), "ConnectUnauthorized", [
        getAddress(account(open.foundation)),
      ]);
    });

    it("connects once, for its deployer", async () => {
      const open = await opened();
      const { Hypertoken, ProtocolParameters, Timelock, JobFactory, Reputation, sellers } = open;
      const fresh = await viem.deployContract("Collateral", [
        Hypertoken.address,
        ProtocolParameters.address,
        Timelock.address,
      ]);
      const peers = [JobFactory.address, Reputation.address];
      await viem.assertions.revertWithCustomErrorWithArgs(
        fresh.write.connect(peers, by(sellers[0])),
        fresh,
        "ConnectUnauthorized",
        [getAddress(account(sellers[0]))],
      );
      await fresh.write.connect(peers);
      await viem.assertions.revertWithCustomError(fresh.write.connect(peers), fresh, "ConnectUnauthorized");
    });

    it("lets a job spend what it holds, and no more", async () => {
      const open = await opened();
      const { Collateral, buyer, sellers } = open;
      const run = await placeJob(open);
      const balance = await run.balance();
      const job = await as(run.address);
      const who = getAddress(account(sellers[0]));
      await reverts(
        open,
        Collateral.write.pay([{ ...nothing(who), earned: balance, fee: 1n }], job),
        "JobBalanceShort",
        [getAddress(run.address), balance, balance + 1n],
      );
      await Collateral.write.pay(
        [
          {
            ...nothing(who),
            ...{ earned: 1n, fee: 2n, rest: 3n, collateral: 4n, compensation: 5n, forfeited: 6n },
            buyer: account(buyer),
          },
        ],
        job,
      );
      const moved = await Collateral.getEvents.Moved();
      const { Timelock } = open;
      assert.deepEqual(
        moved.map(({ args }) => [args.kind, args.user, args.amount]),
        [
          [Movement.Pay, who, 1n],
          [Movement.CollateralBack, who, 4n],
          [Movement.Compensation, who, 5n],
          [Movement.Forfeit, who, 6n],
          [Movement.Fee, getAddress(Timelock.address), 2n],
          [Movement.Refund, getAddress(account(buyer)), 3n],
        ],
      );
      assert.equal(await run.balance(), balance - 21n);
      assert.equal(await Collateral.read.freeOf([Timelock.address]), 8n);
    });

    it("adds up what several sellers leave to the treasury and the buyer, and spends no more than the job holds", async () => {
      const open = await opened();
      const { Collateral, Reputation, Timelock, buyer, sellers } = open;
      const run = await placeJob(open);
      const balance = await run.balance();
      const job = await as(run.address);
      const [one, other] = sellers.map((wallet) => getAddress(account(wallet)));
      const [treasury, payer] = [getAddress(Timelock.address), getAddress(account(buyer))];
      const parts = { cells: 1n, earned: 10n, fee: 2n, rest: 3n, collateral: 4n, isVerified: true };
      const payouts = [
        { ...nothing(one), ...parts },
        nothing(zeroAddress),
        { ...nothing(other), ...parts, forfeited: 5n, isStrike: true },
      ];
      await Collateral.write.payMany([payer, payouts], job);
      const moved = await Collateral.getEvents.Moved();
      assert.deepEqual(
        moved.map(({ args }) => [args.kind, args.user, args.amount]),
        [
          [Movement.Pay, one, 10n],
          [Movement.CollateralBack, one, 4n],
          [Movement.Pay, other, 10n],
          [Movement.CollateralBack, other, 4n],
          [Movement.Forfeit, other, 5n],
          [Movement.Fee, treasury, 4n],
          [Movement.Refund, payer, 6n],
        ],
      );
      assert.equal(await run.balance(), balance - 43n);
      assert.equal(await Collateral.read.freeOf([treasury]), 9n);
      assert.equal(await Collateral.read.freeOf([zeroAddress]), 0n);
      assert.deepEqual(await Reputation.read.standingOf([one]), [0n, 2n, 0n]);
      assert.deepEqual(await Reputation.read.standingOf([other]), [0n, 1n, 1n]);
      // Each alone is covered, both are not.
      const half = { ...nothing(one), earned: (balance - 43n) / 2n + 1n };
      await reverts(open, Collateral.write.payMany([payer, [half, half]], job), "JobBalanceShort", [
        getAddress(run.address),
        balance - 43n - half.earned,
        half.earned,
      ]);
      await reverts(open, Collateral.write.payMany([payer, []], by(buyer)), "JobUnknown", [payer]);
    });

    it("lets a job, listed or not, take only from those who trust its code", async () => {
      const open = await opened();
      const { Collateral, JobFactory, Timelock, buyer, sellers } = open;
      const [trusting, other] = sellers.map((wallet) => getAddress(account(wallet)));
      const custom = await viem.deployContract("Job", jobArguments(open));
      const implementation = getAddress(custom.address);
      await JobFactory.write.register([implementation]);
      for (const wallet of [buyer, sellers[0]]) await Collateral.write.trust([implementation, true], by(wallet));
      const least = { stake: 0n, points: 0n, strikes: 0 };
      for (const isListed of [false, true]) {
        await JobFactory.write.list([implementation, isListed], await as(Timelock.address));
        const job = await as((await placeJob(open, {}, { implementation })).address);
        await reverts(open, Collateral.write.lock([other, 1n, least], job), "ImplementationUntrusted", [
          other,
          implementation,
        ]);
        await reverts(open, Collateral.write.fund([other, 1n], job), "ImplementationUntrusted", [
          other,
          implementation,
        ]);
        await Collateral.write.lock([trusting, 1n, least], job);
        await Collateral.write.fund([trusting, 1n], job);
      }
      await Collateral.write.trust([implementation, false], by(sellers[0]));
      const job = await as((await placeJob(open, {}, { implementation })).address);
      await reverts(open, Collateral.write.lock([trusting, 1n, least], job), "ImplementationUntrusted", [
        trusting,
        implementation,
      ]);
      assert.equal(await Collateral.read.freeOf([trusting]), PURSE - 4n);
      assert.equal(await Collateral.read.freeOf([other]), PURSE);
    });

    it("books no reputation for a job that was not listed when it was placed", async () => {
      const open = await opened();
      const { Collateral, JobFactory, Job, Timelock, Reputation, sellers } = open;
      await JobFactory.write.list([Job.address, false], await as(Timelock.address));
      const run = await placeJob(open);
      const who = account(sellers[0]);
      const job = await as(run.address);
      await Collateral.write.pay([{ ...nothing(who), fee: 1n, forfeited: 1n, isVerified: true, isStrike: true }], job);
      await Collateral.write.conclude([who, 0], job);
      assert.deepEqual(await Reputation.read.standingOf([who]), [0n, 0n, 0n]);
      assert.equal(await Reputation.read.outcomesOf([who, 0]), 0n);
    });

    it("keeps stake apart from what is free", async () => {
      const open = await opened();
      const { Collateral, Reputation, sellers } = open;
      const who = getAddress(account(sellers[0]));
      const peer = getAddress(account(sellers[1]));
      const reputation = await as(Reputation.address);
      await viem.assertions.emitWithArgs(Collateral.write.lockStake([who, peer, 7n], reputation), Collateral, "Moved", [
        zeroAddress,
        who,
        Movement.Stake,
        7n,
      ]);
      assert.deepEqual([await Collateral.read.stakedOf([peer]), await Collateral.read.freeOf([who])], [7n, PURSE - 7n]);
      await reverts(open, Collateral.write.releaseStake([who, peer, 8n], reputation), "CollateralShort", [7n, 8n]);
      await reverts(open, Collateral.write.lockStake([who, peer, PURSE], reputation), "CollateralShort", [
        PURSE - 7n,
        PURSE,
      ]);
      await Collateral.write.releaseStake([who, peer, 7n], reputation);
      assert.equal(await Collateral.read.freeOf([who]), PURSE);
    });
  });

  it("tells of the pause", async () => {
    const { Collateral, ProtocolParameters, Timelock, foundation } = await opened();
    assert.equal(await Collateral.read.isPaused(), false);
    await ProtocolParameters.write.setGuardian([account(foundation)], await as(Timelock.address));
    await ProtocolParameters.write.pause(by(foundation));
    assert.equal(await Collateral.read.isPaused(), true);
  });
});
