import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { encodePacked, getAddress, keccak256, parseEther, parseSignature, toHex, zeroAddress, zeroHash } from "viem";
import { account, by } from "../helpers/accounts.js";
import { jobArguments } from "../helpers/deployment.js";
import { LibraryStatus, Parameter, Term } from "../helpers/enums.js";
import { demoTerms, openMarket, PURSE } from "../helpers/market.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const market = () => openMarket(connection);
const opened = () => networkHelpers.loadFixture(market);
const CELLS = 27n;
const ESCROW = (parseEther("10") + parseEther("0.1")) * CELLS;
const U96 = 2n ** 96n - 1n;

const placement = async ({ Job }, terms = {}, changes = {}) => ({
  implementation: Job.address,
  nonce: 7n,
  terms: { ...demoTerms(await networkHelpers.time.latest()), ...terms },
  libraries: [],
  manifestUri: "https://example.org/program.tar.gz",
  ...changes,
});
const reverts = ({ JobFactory }, promise, name, args) =>
  viem.assertions.revertWithCustomErrorWithArgs(promise, JobFactory, name, args);
const asTimelock = async ({ Timelock }) => {
  await networkHelpers.impersonateAccount(Timelock.address);
  await networkHelpers.setBalance(Timelock.address, parseEther("1"));
  return { account: Timelock.address };
};

describe("JobFactory", () => {
  describe("place", () => {
    it("creates, funds and announces the job", async () => {
      const open = await opened();
      const { JobFactory, Collateral, Job, LibraryRegistry, buyer } = open;
      const numpy = await LibraryRegistry.read.idOf([{ name: "numpy", version: "host", image: zeroHash }]);
      const placed = await placement(open, {}, { libraries: [numpy] });
      await JobFactory.write.place([placed], by(buyer));
      const job = await JobFactory.read.jobOf([account(buyer), 7n]);
      const [{ args }] = await JobFactory.getEvents.JobPlaced();
      assert.deepEqual(args, {
        job,
        buyer: getAddress(account(buyer)),
        specHash: placed.terms.specHash,
        implementation: getAddress(Job.address),
        nonce: 7n,
        escrow: ESCROW,
        snapshot: { feeBps: 100, cancelBps: 200, holdSeconds: 60, drawBlocks: 4 },
        terms: placed.terms,
        libraries: [numpy],
        manifestUri: placed.manifestUri,
      });
      assert.deepEqual(await Collateral.read.accountOf([job]), [getAddress(Job.address), ESCROW, true]);
      assert.equal(await Collateral.read.freeOf([account(buyer)]), PURSE - ESCROW);
      const { librariesHash } = await (await viem.getContractAt("IJob", job)).read.configuration();
      assert.equal(librariesHash, keccak256(encodePacked(["bytes32[]"], [[numpy]])));
    });

    it("keeps every term in the job's code, at its widest", async () => {
      const open = await opened();
      const terms = {
        ...(await placement(open)).terms,
        ...{ leastStake: U96 - 1n, leastPoints: U96 - 2n, mostStrikes: 65_534, numerics: keccak256(toHex("class")) },
        ...{ groups: 2, replication: 16, quorum: 15, checkpoints: 2, lossPolicy: 1 },
        ...{ workSeconds: 604_800, revealSeconds: 86_400, recruitSeconds: 604_799 },
        requirements: {
          cpus: 65_535,
          memoryMiB: 2 ** 32 - 1,
          storageMiB: 2 ** 32 - 2,
          upKbps: 2 ** 32 - 3,
          downKbps: 2 ** 32 - 4,
          architecture: 2,
        },
      };
      await open.JobFactory.write.place([await placement(open, terms)], by(open.buyer));
      const job = await viem.getContractAt("IJob", await open.JobFactory.read.jobOf([account(open.buyer), 7n]));
      assert.deepEqual((await job.read.configuration()).terms, terms);
    });

    it("is idempotent for a nonce", async () => {
      const open = await opened();
      const { JobFactory, buyer, sellers } = open;
      await JobFactory.write.place([await placement(open)], by(buyer));
      const job = await JobFactory.read.jobOf([account(buyer), 7n]);
      await reverts(open, JobFactory.write.place([await placement(open, { checkpoints: 1 })], by(buyer)), "NonceUsed", [
        getAddress(account(buyer)),
        7n,
        job,
      ]);
      await JobFactory.write.place([await placement(open)], by(sellers[0]));
      assert.notEqual(await JobFactory.read.jobOf([account(sellers[0]), 7n]), job);
    });

    it("same nonce after a parameter vote: no second job, though its address would be another one", async () => {
      const open = await opened();
      const { JobFactory, ProtocolParameters, Collateral, buyer } = open;
      const placed = await placement(open);
      await JobFactory.write.place([placed], by(buyer));
      const job = await JobFactory.read.jobOf([account(buyer), 7n]);
      await ProtocolParameters.write.set([Parameter.FeeBps, 500n], await asTimelock(open));
      await reverts(open, JobFactory.write.place([placed], by(buyer)), "NonceUsed", [
        ...[getAddress(account(buyer)), 7n, job],
      ]);
      // The first one keeps what it was placed with, and nothing was taken twice.
      const { snapshot } = await (await viem.getContractAt("IJob", job)).read.configuration();
      assert.equal(snapshot.feeBps, 100);
      assert.equal(await Collateral.read.freeOf([account(buyer)]), PURSE - ESCROW);
    });

    const price = parseEther("10");
    const ranges = [
      ["UnitPrice", { unitPrice: 0n, unitCollateral: 0n }, 0n, 1n, U96],
      [
        "UnitCollateral",
        { unitPrice: price + 1n, unitCollateral: price / 10n },
        price / 10n,
        price / 10n + 1n,
        price * 10n + 10n,
      ],
      ["UnitCollateral", { unitCollateral: price * 10n + 1n }, price * 10n + 1n, price / 10n, price * 10n],
      ["Groups", { groups: 0 }, 0n, 1n, 256n],
      ["Groups", { groups: 257 }, 257n, 1n, 256n],
      ["Replication", { replication: 0 }, 0n, 1n, 16n],
      ["Replication", { replication: 17 }, 17n, 1n, 16n],
      ["Quorum", { replication: 4, quorum: 2 }, 2n, 3n, 4n],
      ["Quorum", { quorum: 4 }, 4n, 2n, 3n],
      ["Checkpoints", { checkpoints: 0 }, 0n, 1n, 1_024n],
      ["Checkpoints", { checkpoints: 1_025 }, 1_025n, 1n, 1_024n],
      ["WorkSeconds", { workSeconds: 9 }, 9n, 10n, 604_800n],
      ["RevealSeconds", { revealSeconds: 86_401 }, 86_401n, 5n, 86_400n],
      ["RecruitSeconds", { recruitSeconds: 9 }, 9n, 10n, 604_800n],
    ];
    for (const [term, changes, value, least, most] of ranges) {
      it(`refuses ${term} of ${value}`, async () => {
        const open = await opened();
        const args = [Term[term], value, least, most];
        await reverts(
          open,
          open.JobFactory.write.place([await placement(open, changes)], by(open.buyer)),
          "TermOutOfRange",
          args,
        );
      });
    }

    it("takes a sign deadline from now to 30 days ahead", async () => {
      const open = await opened();
      const time = (await networkHelpers.time.latest()) + 10;
      for (const signDeadline of [time - 1, time + 30 * 86_400 + 1]) {
        await networkHelpers.time.setNextBlockTimestamp(time);
        await reverts(
          open,
          open.JobFactory.write.place([await placement(open, { signDeadline })], by(open.buyer)),
          "TermOutOfRange",
          [Term.SignDeadline, BigInt(signDeadline), BigInt(time), BigInt(time + 30 * 86_400)],
        );
      }
      await networkHelpers.time.setNextBlockTimestamp(time);
      await open.JobFactory.write.place([await placement(open, { signDeadline: time })], by(open.buyer));
    });

    it("takes an end of the auction from now to 7 days after the sign deadline, or none", async () => {
      const open = await opened();
      const time = (await networkHelpers.time.latest()) + 10;
      const signDeadline = time + 100;
      const most = signDeadline + 7 * 86_400;
      const place = async (nonce, auctionEnd) => {
        const placed = await placement(open, { signDeadline, auctionEnd }, { nonce });
        return open.JobFactory.write.place([placed], by(open.buyer));
      };
      for (const auctionEnd of [1, time - 1, most + 1]) {
        await networkHelpers.time.setNextBlockTimestamp(time);
        await reverts(open, place(1n, auctionEnd), "TermOutOfRange", [
          ...[Term.AuctionEnd, BigInt(auctionEnd), BigInt(time), BigInt(most)],
        ]);
      }
      await networkHelpers.time.setNextBlockTimestamp(time);
      await place(1n, time);
      for (const [nonce, auctionEnd] of [0, most].entries()) await place(BigInt(2 + nonce), auctionEnd);
    });

    it("never goes below the protocol's least stake", async () => {
      const open = await opened();
      const { ProtocolParameters, JobFactory, buyer } = open;
      await ProtocolParameters.write.set([13, 5n], await asTimelock(open));
      await reverts(
        open,
        JobFactory.write.place([await placement(open, { leastStake: 4n })], by(buyer)),
        "TermOutOfRange",
        [Term.LeastStake, 4n, 5n, U96],
      );
      await JobFactory.write.place([await placement(open, { leastStake: 5n })], by(buyer));
    });

    it("bounds the lists, and asks for each library", async () => {
      const open = await opened();
      const { JobFactory, LibraryRegistry, buyer } = open;
      const place = async (changes) => JobFactory.write.place([await placement(open, {}, changes)], by(buyer));
      const unknown = keccak256(toHex("unknown"));
      await reverts(open, place({ libraries: Array(33).fill(unknown) }), "TermOutOfRange", [
        Term.Libraries,
        33n,
        0n,
        32n,
      ]);
      await reverts(open, place({ manifestUri: "x".repeat(257) }), "TermOutOfRange", [
        Term.ManifestUri,
        257n,
        0n,
        256n,
      ]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        place({ libraries: [unknown] }),
        LibraryRegistry,
        "LibraryRefused",
        [unknown, LibraryStatus.None],
      );
    });

    it("needs the escrow free, trust in the code, and no pause", async () => {
      const open = await opened();
      const { JobFactory, Collateral, Job, ProtocolParameters, buyer, foundation } = open;
      const place = async () => JobFactory.write.place([await placement(open)], by(buyer));
      await Collateral.write.trust([Job.address, false], by(buyer));
      await viem.assertions.revertWithCustomErrorWithArgs(place(), Collateral, "ImplementationUntrusted", [
        getAddress(account(buyer)),
        getAddress(Job.address),
      ]);
      await Collateral.write.trust([Job.address, true], by(buyer));
      await Collateral.write.withdraw([PURSE - ESCROW + 1n], by(buyer));
      await viem.assertions.revertWithCustomErrorWithArgs(place(), Collateral, "CollateralShort", [
        ESCROW - 1n,
        ESCROW,
      ]);
      const timelock = await asTimelock(open);
      await ProtocolParameters.write.setGuardian([account(foundation)], timelock);
      await ProtocolParameters.write.pause(by(foundation));
      await reverts(open, place(), "PlacementPaused", []);
    });
  });

  describe("placeWithPermit", () => {
    async function permitted(open, amount) {
      const { Hypertoken, Collateral, buyer } = open;
      await Hypertoken.write.approve([Collateral.address, 0n], by(buyer));
      await Collateral.write.withdraw([PURSE], by(buyer));
      const deadline = BigInt((await networkHelpers.time.latest()) + 600);
      const [, name, version, chainId, verifyingContract] = await Hypertoken.read.eip712Domain();
      const signature = await buyer.signTypedData({
        domain: { name, version, chainId: Number(chainId), verifyingContract },
        types: {
          Permit: [
            { name: "owner", type: "address" },
            { name: "spender", type: "address" },
            { name: "value", type: "uint256" },
            { name: "nonce", type: "uint256" },
            { name: "deadline", type: "uint256" },
          ],
        },
        primaryType: "Permit",
        message: {
          ...{ owner: account(buyer), spender: Collateral.address, value: amount },
          ...{ nonce: await Hypertoken.read.nonces([account(buyer)]), deadline },
        },
      });
      const { r, s, v } = parseSignature(signature);
      return { amount, deadline, v: Number(v), r, s };
    }

    it("deposits from the wallet and places", async () => {
      const open = await opened();
      const permit = await permitted(open, ESCROW);
      await open.JobFactory.write.placeWithPermit([await placement(open), permit], by(open.buyer));
      assert.equal(await open.Hypertoken.read.balanceOf([account(open.buyer)]), PURSE - ESCROW);
      assert.equal(await open.Collateral.read.freeOf([account(open.buyer)]), 0n);
    });

    it("permit front-run: it does not mind that somebody has shown the permit before", async () => {
      const open = await opened();
      const { Hypertoken, Collateral, JobFactory, buyer, sellers } = open;
      const { amount, deadline, v, r, s } = await permitted(open, ESCROW);
      await Hypertoken.write.permit([account(buyer), Collateral.address, amount, deadline, v, r, s], by(sellers[0]));
      await JobFactory.write.placeWithPermit([await placement(open), { amount, deadline, v, r, s }], by(buyer));
      assert.notEqual(await JobFactory.read.jobOf([account(buyer), 7n]), zeroAddress);
    });

    it("takes nothing from the wallet when the job was placed before", async () => {
      const open = await opened();
      const { JobFactory, Hypertoken, buyer } = open;
      await JobFactory.write.place([await placement(open)], by(buyer));
      const job = await JobFactory.read.jobOf([account(buyer), 7n]);
      await Hypertoken.write.transfer([account(buyer), ESCROW], by(open.foundation));
      await Hypertoken.write.approve([open.Collateral.address, ESCROW], by(buyer));
      const permit = { amount: ESCROW, deadline: 0n, v: 27, r: zeroHash, s: zeroHash };
      await reverts(open, JobFactory.write.placeWithPermit([await placement(open), permit], by(buyer)), "NonceUsed", [
        ...[getAddress(account(buyer)), 7n, job],
      ]);
      assert.equal(await Hypertoken.read.balanceOf([account(buyer)]), ESCROW);
    });

    it("fails without an allowance", async () => {
      const open = await opened();
      const permit = { ...(await permitted(open, ESCROW)), deadline: 0n };
      await viem.assertions.revertWithCustomErrorWithArgs(
        open.JobFactory.write.placeWithPermit([await placement(open), permit], by(open.buyer)),
        open.Hypertoken,
        "ERC20InsufficientAllowance",
        [getAddress(open.Collateral.address), 0n, ESCROW],
      );
    });
  });

  describe("register, list", () => {
    it("lets anybody bring a kind of job, which earns reputation once the timelock lists it", async () => {
      const open = await opened();
      const { JobFactory, Collateral, buyer, sellers } = open;
      const custom = await viem.deployContract("Job", jobArguments(open));
      const place = async (nonce) =>
        JobFactory.write.place([await placement(open, {}, { implementation: custom.address, nonce })], by(buyer));
      await reverts(open, place(1n), "ImplementationUnknown", [getAddress(custom.address)]);
      const codeHash = keccak256(await (await viem.getPublicClient()).getCode({ address: custom.address }));
      await viem.assertions.emitWithArgs(
        JobFactory.write.register([custom.address], by(sellers[0])),
        JobFactory,
        "ImplementationRegistered",
        [getAddress(custom.address), codeHash, getAddress(account(sellers[0]))],
      );
      assert.equal(await JobFactory.read.codeHashOf([custom.address]), codeHash);
      await viem.assertions.revertWithCustomErrorWithArgs(place(1n), Collateral, "ImplementationUntrusted", [
        getAddress(account(buyer)),
        getAddress(custom.address),
      ]);
      await Collateral.write.trust([custom.address, true], by(buyer));
      await place(1n);
      const timelock = await asTimelock(open);
      const named = [getAddress(custom.address), codeHash, true];
      const listing = JobFactory.write.list([custom.address, true], timelock);
      await viem.assertions.emitWithArgs(listing, JobFactory, "ImplementationListed", named);
      await place(2n);
      await JobFactory.write.list([custom.address, false], timelock);
      await place(3n);
      const listed = async (nonce) =>
        (await Collateral.read.accountOf([await JobFactory.read.jobOf([account(buyer), nonce])]))[2];
      assert.deepEqual([await listed(1n), await listed(2n), await listed(3n)], [false, true, false]);
    });

    it("refuses what has no code, is known, or has changed, and everybody but the timelock", async () => {
      const open = await opened();
      const { JobFactory, Job, Timelock, sellers } = open;
      const stranger = getAddress(account(sellers[0]));
      await reverts(open, JobFactory.write.register([stranger]), "ImplementationEmpty", [stranger]);
      await reverts(open, JobFactory.write.register([Job.address]), "ImplementationKnown", [getAddress(Job.address)]);
      await reverts(open, JobFactory.write.list([Job.address, false], by(sellers[0])), "ListingUnauthorized", [
        stranger,
        getAddress(Timelock.address),
      ]);
      await reverts(open, JobFactory.write.list([stranger, true], await asTimelock(open)), "ImplementationUnknown", [
        stranger,
      ]);
      const registered = await JobFactory.read.codeHashOf([Job.address]);
      await networkHelpers.setCode(Job.address, "0x00");
      await reverts(open, JobFactory.write.place([await placement(open)], by(open.buyer)), "ImplementationChanged", [
        getAddress(Job.address),
        registered,
        keccak256("0x00"),
      ]);
      assert.equal(await JobFactory.read.genesisImplementation(), getAddress(Job.address));
      assert.equal(await JobFactory.read.isListed([Job.address]), true);
    });
  });
});
