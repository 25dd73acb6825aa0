import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { concat, getAddress, hashStruct, hashTypedData, keccak256, sliceHex, toHex, zeroAddress, zeroHash } from "viem";
import { Chance } from "../helpers/chance.js";
import { commitmentOf, sealOf, tagOf } from "../helpers/commit.js";
import { Verdict } from "../helpers/enums.js";
import { typedData } from "../helpers/typedData.js";

const { viem } = await network.create();
const harness = await viem.deployContract("LibraryHarness");
const vectors = async (name) => {
  const file = new URL(`../../vectors/${name}.json`, import.meta.url);
  return Object.values(JSON.parse(await readFile(file, "utf8")))[0];
};

describe("CommitmentLib", () => {
  const hashesOf = ({ read }, { rank, tenure, seller, digest, salt, ...context }) =>
    read.hashes([context, BigInt(rank), BigInt(tenure), seller, digest, salt]);

  it("computes the golden hashes that other languages test", async () => {
    const cases = await vectors("commitment");
    assert.ok(cases.length > 0);
    for (const golden of cases) {
      const chain = await network.create({ override: { chainId: golden.chainId } });
      const there = await chain.viem.deployContract("LibraryHarness");
      const { tag, failedTag, seal, commitment } = golden;
      assert.deepEqual(await hashesOf(there, golden), [tag, failedTag, seal, commitment]);
    }
  });

  it("computes what the specification says, field by field", async () => {
    const chance = new Chance(1);
    for (let number = 0; number < 10; ++number) {
      const word = (name) => keccak256(toHex(`${name} ${number}`));
      const context = {
        ...{ chainId: 31_337, job: getAddress(sliceHex(word("job"), 12)), checkpoint: chance.between(1, 1_024) },
        ...{ attempt: chance.between(0, 9), group: chance.between(0, 255) },
      };
      const who = {
        ...{ rank: chance.between(0, 4_095), tenure: chance.between(0, 16_383) },
        seller: getAddress(sliceHex(word("seller"), 12)),
      };
      const [digest, salt] = [word("digest"), word("salt")];
      const [tag, seal] = [tagOf(context, digest), sealOf(context, who, digest)];
      assert.deepEqual(await hashesOf(harness, { ...context, ...who, digest, salt }), [
        tag,
        tagOf(context, digest, true),
        seal,
        commitmentOf(context, who, { tag, seal, salt }),
      ]);
    }
  });
});

describe("TypedDataLib", () => {
  it("knows the golden digests that other languages test", async () => {
    const structs = await vectors("typed-data");
    assert.ok(structs.length > 0);
    for (const { type, message, chainId, job, digest } of structs) {
      assert.equal(hashTypedData(typedData(type, message, chainId, job)), digest);
    }
  });

  it("finds the signer of a struct in its own domain, and nobody behind anything else", async () => {
    const [wallet] = await viem.getWalletClients();
    const chainId = await (await viem.getPublicClient()).getChainId();
    const message = { group: 1, checkpoint: 2, attempt: 3, tenure: 4, evidenceHash: zeroHash };
    const struct = typedData("Expel", message, chainId, harness.address);
    const hash = hashStruct({ data: message, primaryType: "Expel", types: struct.types });
    const signature = await wallet.signTypedData(struct);
    assert.equal(await harness.read.signerOf([hash, signature]), getAddress(wallet.account.address));
    const elsewhere = await wallet.signTypedData(typedData("Expel", message, chainId, wallet.account.address));
    assert.notEqual(await harness.read.signerOf([hash, elsewhere]), getAddress(wallet.account.address));
    // The other half of the curve would sign twice; a signature has one form.
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const high = toHex(order - BigInt(sliceHex(signature, 32, 64)), { size: 32 });
    const flipped = sliceHex(signature, 64) === "0x1b" ? "0x1c" : "0x1b";
    for (const none of ["0x", "0x1234", concat([sliceHex(signature, 0, 32), high, flipped])]) {
      assert.equal(await harness.read.signerOf([hash, none]), zeroAddress);
    }
  });
});

describe("GroupLib", () => {
  const masks = ["active", "pending", "committed", "present", "revealed"];
  const flags = ["isSettled", "hasRearmed", "hasRestarted", "hasExpelled"];
  const empty = {
    ...{ checkpoint: 0, attempt: 0, t0: 0, closedAt: 0 },
    ...Object.fromEntries(masks.map((name) => [name, 0])),
    ...Object.fromEntries(flags.map((name) => [name, false])),
  };
  const most = (name) => {
    if (flags.includes(name)) return true;
    return ["t0", "closedAt"].includes(name) ? 2 ** 40 - 1 : 2 ** 16 - 1;
  };

  it("packs each field into bits of its own, and nothing else", async () => {
    assert.deepEqual(await harness.read.packed([empty]), [0n, empty]);
    let all = 0n;
    for (const name of Object.keys(empty)) {
      const group = { ...empty, [name]: most(name) };
      const [word, unpacked] = await harness.read.packed([group]);
      assert.deepEqual(unpacked, group);
      assert.equal(all & word, 0n);
      all |= word;
    }
    assert.equal(all, 2n ** 196n - 1n);
  });
});

describe("RankLib", () => {
  it("draws the golden ranks that other languages test, and finds the slots again", async () => {
    const draws = await vectors("ranks");
    assert.ok(draws.length > 0);
    for (const { seed, size, ranks } of draws) {
      assert.deepEqual(
        [...ranks].sort((a, b) => a - b),
        [...ranks.keys()],
      );
      for (const [slot, rank] of ranks.entries()) {
        assert.equal(await harness.read.rankOf([seed, BigInt(slot), BigInt(size)]), BigInt(rank));
        assert.equal(await harness.read.slotOf([seed, BigInt(rank), BigInt(size)]), BigInt(slot));
      }
    }
  });

  it("sends a slot to every rank about as often", async () => {
    const counts = Array(9).fill(0);
    for (let draw = 0; draw < 900; ++draw) {
      ++counts[Number(await harness.read.rankOf([keccak256(toHex(draw)), 4n, 9n]))];
    }
    // Chi-square with 8 degrees of freedom: above 26.1 in one of 1,000 fair draws; the seeds are fixed.
    const distance = counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    assert.ok(distance < 26.1, `${counts}`);
  });
});

describe("TallyLib", () => {
  const words = (text) =>
    [...text].map((letter) => concat([sliceHex(keccak256(toHex(letter)), 0, 16), sliceHex(zeroHash, 16)]));
  const tag = (letter) => sliceHex(keccak256(toHex(letter)), 0, 16);

  for (const [text, revealed, holders, letter] of [
    ["aaa", 0b111, 0b111, "a"],
    ["abb", 0b111, 0b110, "b"],
    ["abc", 0b111, 0b001, "a"],
    ["abab", 0b1111, 0b0101, "a"],
    ["abbb", 0b0011, 0b0001, "a"],
    ["aabbb", 0b11110, 0b11100, "b"],
    ["abcdefghijklmnop", 0xffff, 0x0001, "a"],
    ["aaaaaaaaaaaaaaaa", 0xffff, 0xffff, "a"],
  ]) {
    it(`finds ${letter} in ${text}, revealed ${revealed.toString(2)}`, async () => {
      assert.deepEqual(await harness.read.mostFrequent([words(text), revealed]), [holders, tag(letter)]);
    });
  }

  it("finds nothing where nobody revealed", async () => {
    assert.deepEqual((await harness.read.mostFrequent([words("aaa"), 0]))[0], 0);
  });

  const [committed, present, revealed, agreeing, sealed_] = [0, 1, 2, 3, 4];
  const [isOpened, isCarried] = [5, 6];
  for (const [did, verdict] of [
    [[], "Missed"],
    [[isOpened, isCarried], "Missed"],
    [[present], "Delayed"],
    [[present, isOpened, isCarried], "Delayed"],
    [[committed], "Withheld"],
    [[committed, present, isOpened, isCarried], "Withheld"],
    [[committed, revealed], "Delayed"],
    [[committed, revealed, isOpened, isCarried], "Wrong"],
    [[committed, revealed, agreeing], "Withheld"],
    [[committed, revealed, agreeing, isOpened], "Copied"],
    [[committed, revealed, agreeing, isOpened, isCarried], "Copied"],
    [[committed, revealed, agreeing, sealed_, isOpened], "Delayed"],
    [[committed, revealed, agreeing, sealed_, isOpened, isCarried], "Honest"],
  ]) {
    const names = ["committed", "present", "revealed", "agreeing", "sealed_", "isOpened", "isCarried"];

    it(`judges ${did.map((i) => names[i]).join(", ") || "silence"} as ${verdict}, of this replica alone`, async () => {
      for (const [bit, others] of [
        [0b01, 0b10],
        [0b10, 0b01],
      ]) {
        for (const rest of [0, others]) {
          const masks = names.slice(0, 5).map((name, i) => [name, (did.includes(i) ? bit : 0) | rest]);
          const answers = [isOpened, isCarried].map((i) => [names[i], did.includes(i)]);
          const round = { hasFailed: false, ...Object.fromEntries([...masks, ...answers]) };
          assert.equal(await harness.read.verdictOf([round, BigInt(bit)]), Verdict[verdict]);
        }
      }
    });
  }
});

describe("PaymentLib", () => {
  it("takes half of the remaining cells for a missed checkpoint, rounded up, at least two", async () => {
    const prices = [1n, 2n, 2n, 2n, 3n, 3n, 4n, 4n, 5n, 5n];
    for (const [i, price] of prices.entries()) assert.equal(await harness.read.missedCells([BigInt(i + 1)]), price);
  });

  it("rounds fees down", async () => {
    assert.equal(await harness.read.feeDown([199n, 100n]), 1n);
    assert.equal(await harness.read.feeDown([99n, 100n]), 0n);
    assert.equal(await harness.read.feeDown([10_000n, 500n]), 500n);
  });

  it("compensates by the unit price, up to the collateral", async () => {
    assert.equal(await harness.read.compensationDown([1_000n, 10_000n, 200n, 3n]), 60n);
    assert.equal(await harness.read.compensationDown([1_000n, 10n, 1_000n, 3n]), 30n);
  });
});
