import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { encodeFunctionData, getAddress, parseEther } from "viem";
import { account, by } from "../helpers/accounts.js";
import { BuyerOutcome } from "../helpers/enums.js";
import { openMarket, placeJob, PURSE } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

// contracts.md §8: own kinds of contract, and what they can do to those that have not opted in.
const connection = await network.create();
keepTime(connection);
const { viem, networkHelpers } = connection;
const market = () => openMarket(connection);
const opened = () => networkHelpers.loadFixture(market);
const least = { stake: 0n, points: 0n, strikes: 0 };

/** A job of code that does whatever one wants, registered by a stranger and placed by a buyer who trusts it. */
async function rogue(open) {
  const { JobFactory, Collateral, buyer, sellers } = open;
  const code = await viem.deployContract("RogueJob");
  await JobFactory.write.register([code.address], by(sellers[9]));
  await Collateral.write.trust([code.address, true], by(buyer));
  const { address } = await placeJob(open, {}, { implementation: code.address });
  const job = await viem.getContractAt("RogueJob", address);
  const act = ({ address: target, abi }, functionName, args) =>
    job.write.act([target, encodeFunctionData({ abi, functionName, args })], by(sellers[9]));
  return { code, job, act };
}

const nothing = (who) => ({
  ...{ seller: who, beneficiary: who, buyer: who, cells: 0n, earned: 0n, fee: 0n, rest: 0n },
  ...{ collateral: 0n, compensation: 0n, forfeited: 0n, isVerified: false, isStrike: false },
});

describe("§8, own implementations", () => {
  it("are registered by anybody once, and trusted by nobody until each says so", async () => {
    const open = await opened();
    const { JobFactory, Collateral, sellers } = open;
    const code = await viem.deployContract("RogueJob");
    const placing = placeJob(open, {}, { implementation: code.address });
    await viem.assertions.revertWithCustomError(placing, JobFactory, "ImplementationUnknown");
    await JobFactory.write.register([code.address], by(sellers[0]));
    const again = JobFactory.write.register([code.address], by(sellers[1]));
    await viem.assertions.revertWithCustomError(again, JobFactory, "ImplementationKnown");
    assert.equal(await JobFactory.read.isListed([code.address]), false);
    const untrusted = placeJob(open, {}, { implementation: code.address });
    await viem.assertions.revertWithCustomError(untrusted, Collateral, "ImplementationUntrusted");
  });

  it("malicious implementation in the genesis factory: it takes nothing from those that do not trust it", async () => {
    const open = await opened();
    const { Collateral, buyer, sellers, Timelock } = open;
    const { code, job, act } = await rogue(open);
    const [victim] = sellers.map(account);
    const escrow = PURSE - (await Collateral.read.freeOf([account(buyer)]));
    await viem.assertions.revertWithCustomErrorWithArgs(
      act(Collateral, "lock", [victim, 1n, least]),
      Collateral,
      "ImplementationUntrusted",
      [getAddress(victim), getAddress(code.address)],
    );
    // Nor more than it holds, which is what its buyer gave it.
    const more = { ...nothing(account(sellers[9])), earned: escrow + 1n };
    await viem.assertions.revertWithCustomErrorWithArgs(act(Collateral, "pay", [more]), Collateral, "JobBalanceShort", [
      job.address,
      escrow,
      escrow + 1n,
    ]);
    for (const [name, args, error] of [
      ["open", [job.address, code.address, true, victim, PURSE], "FactoryUnauthorized"],
      ["depositFor", [victim, 1n], "FactoryUnauthorized"],
      ["lockStake", [victim, victim, 1n], "StakeUnauthorized"],
      ["releaseStake", [victim, victim, 1n], "StakeUnauthorized"],
      ["connect", [job.address, job.address], "ConnectUnauthorized"],
    ]) {
      await viem.assertions.revertWithCustomError(act(Collateral, name, args), Collateral, error);
    }
    await act(Collateral, "pay", [{ ...nothing(account(sellers[9])), earned: escrow }]);
    assert.equal(await Collateral.read.freeOf([victim]), PURSE);
    assert.equal(await Collateral.read.freeOf([account(sellers[9])]), PURSE + escrow);
    assert.equal(await Collateral.read.freeOf([Timelock.address]), 0n);
  });

  it("are trusted no longer when their user says so, and the genesis implementation neither", async () => {
    const open = await opened();
    const { Collateral, Job, sellers } = open;
    const { code, act } = await rogue(open);
    const who = account(sellers[0]);
    await Collateral.write.trust([code.address, true], by(sellers[0]));
    await act(Collateral, "lock", [who, 1n, least]);
    await Collateral.write.trust([code.address, false], by(sellers[0]));
    const locking = act(Collateral, "lock", [who, 1n, least]);
    await viem.assertions.revertWithCustomError(locking, Collateral, "ImplementationUntrusted");
    await Collateral.write.trust([Job.address, false], by(sellers[0]));
    const run = await placeJob(open);
    await viem.assertions.revertWithCustomError(run.sign(sellers[0]), Collateral, "ImplementationUntrusted");
    assert.equal(await Collateral.read.freeOf([who]), PURSE - 1n);
  });

  it("own implementation writing points, strikes, slashes or records: nothing is written, and nothing fails", async () => {
    const open = await opened();
    const { Collateral, Reputation, buyer, sellers } = open;
    const { act, job } = await rogue(open);
    const victim = account(sellers[0]);
    await Reputation.write.placeStake([victim, parseEther("100")], by(sellers[1]));
    await Reputation.write.setBackerShare([5_000], by(sellers[0]));
    await act(Collateral, "fixBackerShare", [victim]);
    const earned = { cells: 1n, earned: parseEther("10"), fee: parseEther("5"), isVerified: true };
    await act(Collateral, "pay", [{ ...nothing(victim), ...earned, forfeited: parseEther("5"), isStrike: true }]);
    await act(Collateral, "conclude", [account(buyer), BuyerOutcome.Aborted]);
    assert.deepEqual(await Reputation.read.standingOf([victim]), [parseEther("100"), 0n, 0n]);
    assert.equal(await Reputation.read.backerShareIn([job.address, victim]), 0);
    assert.equal(await Reputation.read.outcomesOf([account(buyer), BuyerOutcome.Aborted]), 0n);
    assert.equal(await Collateral.read.stakedOf([victim]), parseEther("100"));
    // Reputation itself listens to Collateral alone.
    for (const [name, args] of [
      ["bookEarnings", [victim, job.address, 1n, 1n, 1n]],
      ["bookFault", [victim, job.address, PURSE]],
      ["bookOutcome", [account(buyer), job.address, 0]],
      ["fixBackerShare", [victim, job.address]],
    ]) {
      await viem.assertions.revertWithCustomError(act(Reputation, name, args), Reputation, "ReputationUnauthorized");
    }
  });

  it("own factory writing points or faults: Collateral opens no account for it", async () => {
    const open = await opened();
    const { Collateral, Reputation, ProtocolParameters, LibraryRegistry, buyer, sellers } = open;
    const attacker = account(sellers[9]);
    const code = await viem.deployContract("RogueJob");
    // Its own timelock, which lists what it likes, and the real ledger.
    const factory = await viem.deployContract("JobFactory", [
      ...[Collateral.address, ProtocolParameters.address, LibraryRegistry.address],
      ...[attacker, code.address],
    ]);
    await Collateral.write.trust([code.address, true], by(buyer));
    const placing = placeJob({ ...open, JobFactory: factory }, {}, { implementation: code.address });
    await viem.assertions.revertWithCustomErrorWithArgs(placing, Collateral, "FactoryUnauthorized", [
      getAddress(factory.address),
      getAddress(open.JobFactory.address),
    ]);
    // Its code is no job by itself either.
    const strike = encodeFunctionData({
      abi: Collateral.abi,
      functionName: "pay",
      args: [{ ...nothing(account(sellers[0])), isStrike: true }],
    });
    const acting = code.write.act([Collateral.address, strike], by(sellers[9]));
    await viem.assertions.revertWithCustomErrorWithArgs(acting, Collateral, "JobUnknown", [getAddress(code.address)]);
    assert.deepEqual(await Reputation.read.standingOf([account(sellers[0])]), [0n, 0n, 0n]);
  });

  it("are listed by the timelock alone, for jobs that are placed from then on", async () => {
    const open = await opened();
    const { JobFactory, Collateral, Reputation, Timelock, sellers } = open;
    const { code, act } = await rogue(open);
    const listing = JobFactory.write.list([code.address, true], by(sellers[9]));
    await viem.assertions.revertWithCustomError(listing, JobFactory, "ListingUnauthorized");
    await networkHelpers.impersonateAccount(Timelock.address);
    await networkHelpers.setBalance(Timelock.address, parseEther("1"));
    await JobFactory.write.list([code.address, true], { account: Timelock.address });
    // The job placed before is what it was.
    const who = account(sellers[0]);
    await act(Collateral, "pay", [{ ...nothing(who), cells: 1n, fee: 1n, isVerified: true }]);
    assert.deepEqual(await Reputation.read.standingOf([who]), [0n, 0n, 0n]);
  });

  it("code that has changed since it was registered places nothing", async () => {
    const open = await opened();
    const { JobFactory, Collateral, buyer, sellers } = open;
    const code = await viem.deployContract("RogueJob");
    await JobFactory.write.register([code.address], by(sellers[9]));
    await Collateral.write.trust([code.address, true], by(buyer));
    await networkHelpers.setCode(code.address, "0x6001");
    const placing = placeJob(open, {}, { implementation: code.address });
    await viem.assertions.revertWithCustomError(placing, JobFactory, "ImplementationChanged");
  });
});

describe("§8, reentrancy", () => {
  it("finds nobody that calls back: the real token is plain, and one that does call gets nothing out of it", async () => {
    const [, user] = await viem.getWalletClients();
    const open = await opened();
    const token = await viem.deployContract("RogueToken");
    const { ProtocolParameters, Timelock } = open;
    const collateral = await viem.deployContract("Collateral", [
      token.address,
      ProtocolParameters.address,
      Timelock.address,
    ]);
    const call = (functionName, args) => encodeFunctionData({ abi: collateral.abi, functionName, args });
    // The token itself is a user with 100, beside one with 1,000.
    await token.write.transfer([account(user), parseEther("1000")]);
    await token.write.approve([collateral.address, parseEther("1000")], by(user));
    await collateral.write.deposit([parseEther("1000")], by(user));
    await token.write.transfer([token.address, parseEther("100")]);
    const approve = encodeFunctionData({
      abi: token.abi,
      functionName: "approve",
      args: [collateral.address, parseEther("1000")],
    });
    await token.write.act([token.address, approve]);
    // In its own deposit it withdraws what has been credited but not fetched yet; in its withdrawal it does it again.
    await token.write.arm([collateral.address, call("withdraw", [parseEther("100")])]);
    await token.write.act([collateral.address, call("deposit", [parseEther("100")])]);
    assert.equal(await token.read.calls(), 1n);
    await token.write.act([collateral.address, call("deposit", [parseEther("100")])]);
    await token.write.arm([collateral.address, call("withdraw", [parseEther("100")])]);
    await token.write.act([collateral.address, call("withdraw", [parseEther("100")])]);
    await token.write.arm([collateral.address, call("skim", [])]);
    await token.write.act([collateral.address, call("deposit", [1n])]);
    const held = await token.read.balanceOf([collateral.address]);
    assert.equal(await collateral.read.accounted(), held);
    assert.equal(await collateral.read.freeOf([account(user)]), parseEther("1000"));
    assert.equal((await collateral.read.freeOf([token.address])) + parseEther("1000"), held);
    assert.equal(await collateral.read.freeOf([Timelock.address]), 0n);
    await collateral.write.withdraw([parseEther("1000")], by(user));
  });
});
