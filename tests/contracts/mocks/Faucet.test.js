import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, parseEther } from "viem";
import { account, by } from "../helpers/accounts.js";

const AMOUNT = parseEther("1000");
const DAY = 86_400;

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { time } = networkHelpers;
const wallets = await viem.getWalletClients();
const [foundation, user, other, third] = wallets;

/** A faucet that holds so much and gives 2,500 a day, at the first second of a day. */
async function filled(held = parseEther("10000")) {
  const supply = [{ holder: account(foundation), amount: 10n ** 26n }];
  const token = await viem.deployContract("Hypertoken", [supply]);
  const faucet = await viem.deployContract("Faucet", [token.address, parseEther("2500")]);
  await token.write.transfer([faucet.address, held]);
  await time.increaseTo((Math.floor((await time.latest()) / DAY) + 1) * DAY);
  return { token, faucet, ask: (wallet) => faucet.write.ask(by(wallet)) };
}

const refused = (promise, contract, name, args) =>
  viem.assertions.revertWithCustomErrorWithArgs(promise, contract, name, args);

describe("Faucet", () => {
  it("gives 1,000 tokens to whoever asks", async () => {
    const { token, faucet, ask } = await filled();
    await viem.assertions.emitWithArgs(ask(user), faucet, "TokensGiven", [getAddress(account(user)), AMOUNT]);
    assert.equal(await token.read.balanceOf([account(user)]), AMOUNT);
    assert.equal(await faucet.read.askedAt([account(user)]), BigInt(await time.latest()));
    assert.equal(await faucet.read.givenOn([BigInt(Math.floor((await time.latest()) / DAY))]), AMOUNT);
    assert.deepEqual([await faucet.read.AMOUNT(), await faucet.read.dayLimit()], [AMOUNT, parseEther("2500")]);
  });

  it("gives an account nothing more for a day, whatever the date", async () => {
    const { faucet, ask } = await filled();
    await time.increase(DAY / 2);
    await ask(user);
    const again = BigInt((await time.latest()) + DAY);
    await time.setNextBlockTimestamp(again - 1n);
    await refused(ask(user), faucet, "AskedTooSoon", [getAddress(account(user)), again]);
    await time.setNextBlockTimestamp(again);
    await ask(user);
  });

  it("gives all together no more than the limit on one day", async () => {
    const { faucet, ask } = await filled();
    for (const wallet of [user, other]) await ask(wallet);
    const day = Math.floor((await time.latest()) / DAY);
    await refused(ask(third), faucet, "DaySpent", [BigInt(day), parseEther("2500")]);
    await time.increaseTo((day + 1) * DAY);
    await ask(third);
  });

  it("gives no more than it has", async () => {
    const { token, faucet, ask } = await filled(AMOUNT);
    await ask(user);
    await refused(ask(other), token, "ERC20InsufficientBalance", [getAddress(faucet.address), 0n, AMOUNT]);
  });

  it("refuses a limit by which nobody is given anything", async () => {
    const { token, faucet } = await filled();
    await refused(viem.deployContract("Faucet", [token.address, AMOUNT - 1n]), faucet, "LimitTooLow", [
      AMOUNT - 1n,
      AMOUNT,
    ]);
  });
});
