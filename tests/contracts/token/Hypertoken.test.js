import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { artifacts, network } from "hardhat";
import { maxUint256, parseEther, parseSignature, zeroAddress } from "viem";
import { account } from "../helpers/accounts.js";

const SUPPLY = parseEther("100000000");

const { viem, networkHelpers } = await network.create();
const [, treasury, foundation, voter, stranger] = await viem.getWalletClients();
const hypertoken = await artifacts.readArtifact("Hypertoken");

const deploy = (...allocations) =>
  viem.deployContract("Hypertoken", [allocations.map(([holder, amount]) => ({ holder, amount }))]);

async function genesis() {
  const token = await deploy(
    [account(treasury), parseEther("60000000")],
    [account(foundation), parseEther("40000000")],
  );
  return { token };
}

const fixture = () => networkHelpers.loadFixture(genesis);

describe("Hypertoken", () => {
  describe("constructor", () => {
    it("allocates the whole supply and nothing more", async () => {
      const { token } = await fixture();
      assert.equal(await token.read.name(), "Hypertoken");
      assert.equal(await token.read.symbol(), "HYT");
      assert.equal(await token.read.decimals(), 18);
      assert.equal(await token.read.SUPPLY(), SUPPLY);
      assert.equal(await token.read.totalSupply(), SUPPLY);
      assert.equal(await token.read.balanceOf([account(treasury)]), parseEther("60000000"));
      assert.equal(await token.read.balanceOf([account(foundation)]), parseEther("40000000"));
    });

    for (const [name, amount] of [
      ["one unit less", SUPPLY - 1n],
      ["one unit more", SUPPLY + 1n],
    ]) {
      it(`reverts when the allocations sum up to ${name} than the supply`, async () => {
        await viem.assertions.revertWithCustomErrorWithArgs(
          deploy([account(treasury), amount]),
          hypertoken,
          "HypertokenMisallocated",
          [amount, SUPPLY],
        );
      });
    }

    it("reverts when nothing is allocated", async () => {
      await viem.assertions.revertWithCustomErrorWithArgs(deploy(), hypertoken, "HypertokenMisallocated", [0n, SUPPLY]);
    });

    it("reverts when a holder is zero", async () => {
      await viem.assertions.revertWithCustomErrorWithArgs(
        deploy([zeroAddress, SUPPLY]),
        hypertoken,
        "ERC20InvalidReceiver",
        [zeroAddress],
      );
    });
  });

  it("has no function that changes the supply or knows an owner", () => {
    const changing = hypertoken.abi.filter(
      (entry) => entry.type === "function" && !/view|pure/.test(entry.stateMutability),
    );
    assert.deepEqual(changing.map((entry) => entry.name).sort(), [
      "approve",
      "delegate",
      "delegateBySig",
      "permit",
      "transfer",
      "transferFrom",
    ]);
  });

  describe("transfer", () => {
    it("moves exactly the amount", async () => {
      const { token } = await fixture();
      await viem.assertions.emitWithArgs(
        token.write.transfer([account(stranger), 7n], { account: account(foundation) }),
        token,
        "Transfer",
        [account(foundation), account(stranger), 7n],
      );
      assert.equal(await token.read.balanceOf([account(stranger)]), 7n);
      assert.equal(await token.read.balanceOf([account(foundation)]), parseEther("40000000") - 7n);
    });

    it("reverts when the balance is short", async () => {
      const { token } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        token.write.transfer([account(treasury), 1n], { account: account(stranger) }),
        token,
        "ERC20InsufficientBalance",
        [account(stranger), 0n, 1n],
      );
    });
  });

  describe("permit", () => {
    async function signed(token, deadline) {
      const domain = {
        name: "Hypertoken",
        version: "1",
        chainId: await (await viem.getPublicClient()).getChainId(),
        verifyingContract: token.address,
      };
      const message = {
        owner: account(foundation),
        spender: account(stranger),
        value: 5n,
        nonce: await token.read.nonces([account(foundation)]),
        deadline,
      };
      const fields = Object.keys(message).map((name) => ({
        name,
        type: ["owner", "spender"].includes(name) ? "address" : "uint256",
      }));
      const signature = parseSignature(
        await foundation.signTypedData({ domain, types: { Permit: fields }, primaryType: "Permit", message }),
      );
      return [message.owner, message.spender, message.value, deadline, Number(signature.v), signature.r, signature.s];
    }

    it("approves what the owner has signed, whoever shows it", async () => {
      const { token } = await fixture();
      await token.write.permit(await signed(token, maxUint256), { account: account(voter) });
      assert.equal(await token.read.allowance([account(foundation), account(stranger)]), 5n);
      assert.equal(await token.read.nonces([account(foundation)]), 1n);
    });

    it("reverts when it is shown again", async () => {
      const { token } = await fixture();
      const permit = await signed(token, maxUint256);
      await token.write.permit(permit);
      await viem.assertions.revertWithCustomError(token.write.permit(permit), token, "ERC2612InvalidSigner");
    });

    it("reverts when it is out of date", async () => {
      const { token } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        token.write.permit(await signed(token, 1n)),
        token,
        "ERC2612ExpiredSignature",
        [1n],
      );
    });
  });

  describe("past votes", () => {
    it("run on a clock that counts unix seconds", async () => {
      const { token } = await fixture();
      assert.equal(await token.read.CLOCK_MODE(), "mode=timestamp");
      assert.equal(await token.read.clock(), await networkHelpers.time.latest());
    });

    it("count what was delegated, from then on, wherever the tokens go", async () => {
      const { token } = await fixture();
      assert.equal(await token.read.getVotes([account(foundation)]), 0n);
      await token.write.delegate([account(voter)], { account: account(foundation) });
      const before = await networkHelpers.time.latest();
      assert.equal(await token.read.getVotes([account(voter)]), parseEther("40000000"));
      await token.write.transfer([account(stranger), parseEther("1")], { account: account(foundation) });
      await networkHelpers.mine();
      assert.equal(await token.read.getVotes([account(voter)]), parseEther("39999999"));
      assert.equal(await token.read.getPastVotes([account(voter), BigInt(before)]), parseEther("40000000"));
      assert.equal(await token.read.getPastTotalSupply([BigInt(before)]), SUPPLY);
    });
  });
});
