import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { artifacts, network } from "hardhat";
import { encodeFunctionData, parseEther, zeroAddress, zeroHash } from "viem";
import { account, by } from "../helpers/accounts.js";

const DAY = 86_400n;

const { viem, networkHelpers } = await network.create();
const [proposer, stranger] = await viem.getWalletClients();
const artifact = await artifacts.readArtifact("Timelock");

const deploy = (delay) => viem.deployContract("Timelock", [delay, [account(proposer)], [zeroAddress], zeroAddress]);

/** A timelock that holds the whole supply, and how its proposer lets it do things. */
async function deployed() {
  const timelock = await deploy(2n * DAY);
  const treasury = { holder: timelock.address, amount: parseEther("100000000") };
  const token = await viem.deployContract("Hypertoken", [[treasury]]);
  const wait = async () => networkHelpers.time.increase(await timelock.read.getMinDelay());
  const operation = ({ address, abi }, functionName, args) => [
    address,
    0n,
    encodeFunctionData({ abi, functionName, args }),
    zeroHash,
    zeroHash,
  ];
  const carry = async (...call) => {
    const scheduled = operation(...call);
    await timelock.write.schedule([...scheduled, await timelock.read.getMinDelay()]);
    await wait();
    return timelock.write.execute(scheduled, by(stranger));
  };
  const carryBatch = async (...calls) => {
    const operations = calls.map((call) => operation(...call));
    const batch = [0, 1, 2].map((part) => operations.map((parts) => parts[part]));
    const scheduled = [...batch, zeroHash, zeroHash];
    await timelock.write.scheduleBatch([...scheduled, await timelock.read.getMinDelay()]);
    await wait();
    return timelock.write.executeBatch(scheduled, by(stranger));
  };
  return { timelock, token, carry, carryBatch };
}

const outOfBounds = (promise, delay) =>
  viem.assertions.revertWithCustomErrorWithArgs(promise, artifact, "TimelockDelayOutOfBounds", [delay, DAY, 30n * DAY]);

describe("Timelock", () => {
  describe("constructor", () => {
    it("takes a delay of 1 to 30 days", async () => {
      for (const allowed of [DAY, 30n * DAY]) {
        assert.equal(await (await deploy(allowed)).read.getMinDelay(), allowed);
      }
      for (const refused of [0n, DAY - 1n, 30n * DAY + 1n]) await outOfBounds(deploy(refused), refused);
    });
  });

  describe("updateDelay", () => {
    it("takes 1 to 30 days", async () => {
      const { timelock, carry } = await networkHelpers.loadFixture(deployed);
      for (const allowed of [30n * DAY, DAY]) {
        await carry(timelock, "updateDelay", [allowed]);
        assert.equal(await timelock.read.getMinDelay(), allowed);
      }
      for (const refused of [0n, DAY - 1n, 30n * DAY + 1n]) {
        await outOfBounds(carry(timelock, "updateDelay", [refused]), refused);
      }
    });

    it("reverts for anyone but the timelock, its proposer too", async () => {
      const { timelock } = await networkHelpers.loadFixture(deployed);
      await viem.assertions.revertWithCustomErrorWithArgs(
        timelock.write.updateDelay([DAY]),
        timelock,
        "TimelockUnauthorizedCaller",
        [account(proposer)],
      );
    });
  });

  describe("execute", () => {
    it("spends the treasury, but delegates none of it, alone or among others", async () => {
      const { timelock, token, carry, carryBatch } = await networkHelpers.loadFixture(deployed);
      const spend = [token, "transfer", [account(stranger), 1n]];
      const vote = [token, "delegate", [account(stranger)]];
      const refused = (promise) =>
        viem.assertions.revertWithCustomErrorWithArgs(promise, timelock, "TimelockVotes", [token.address]);
      await carry(...spend);
      await refused(carry(...vote));
      await refused(carryBatch(spend, vote));
      assert.equal(await token.read.balanceOf([account(stranger)]), 1n);
      assert.equal(await token.read.delegates([timelock.address]), zeroAddress);
      assert.equal(await token.read.getVotes([account(stranger)]), 0n);
    });

    it("sends plain value, which has no selector", async () => {
      const { timelock } = await networkHelpers.loadFixture(deployed);
      const nobody = "0x00000000000000000000000000000000000000aa";
      const operation = [nobody, 7n, "0x", zeroHash, zeroHash];
      await networkHelpers.setBalance(timelock.address, 7n);
      await timelock.write.schedule([...operation, 2n * DAY]);
      await networkHelpers.time.increase(2n * DAY);
      await timelock.write.execute(operation);
      const client = await viem.getPublicClient();
      assert.equal(await client.getBalance({ address: nobody }), 7n);
    });
  });
});
