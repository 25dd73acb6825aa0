import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { artifacts, network } from "hardhat";
import { encodeAbiParameters, keccak256, parseAbiParameters, sha256, zeroHash } from "viem";
import { account, by } from "../helpers/accounts.js";
import { LibraryStatus } from "../helpers/enums.js";

const { viem, networkHelpers } = await network.create();
const [, timelock, stranger] = await viem.getWalletClients();
const artifact = await artifacts.readArtifact("LibraryRegistry");

const deploy = (libraries) => viem.deployContract("LibraryRegistry", [account(timelock), libraries]);
const idOf = ({ name, version, image }) =>
  keccak256(encodeAbiParameters(parseAbiParameters("string, string, bytes32"), [name, version, image]));

const numpy = { name: "numpy", version: "host", image: zeroHash };
const python = { name: "python", version: "host", image: zeroHash };
const scipy = { name: "scipy", version: "1.17", image: sha256("0x01") };

async function genesis() {
  const registry = await deploy([numpy, python]);
  const setStatus = (library, status, wallet = timelock) =>
    registry.write.setStatus([library, LibraryStatus[status]], by(wallet));
  const statusOf = (library) => registry.read.statusOf([idOf(library)]);
  return { registry, setStatus, statusOf };
}

const fixture = () => networkHelpers.loadFixture(genesis);

describe("LibraryRegistry", () => {
  describe("constructor", () => {
    it("allows and announces the genesis libraries", async () => {
      const { registry, statusOf } = await fixture();
      const events = await registry.getEvents.LibraryStatusSet({}, { fromBlock: 0n });
      assert.deepEqual(
        events.map(({ args }) => args),
        [numpy, python].map((library) => ({ id: idOf(library), ...library, status: LibraryStatus.Allowed })),
      );
      assert.equal(await statusOf(numpy), LibraryStatus.Allowed);
      assert.equal(await statusOf(scipy), LibraryStatus.None);
    });

    it("reverts when a library has no name", async () => {
      await viem.assertions.revertWithCustomErrorWithArgs(
        deploy([{ ...numpy, name: "" }]),
        artifact,
        "LibraryMisnamed",
        ["", "host"],
      );
    });
  });

  describe("setStatus", () => {
    for (const status of Object.keys(LibraryStatus)) {
      it(`takes a library to ${status}`, async () => {
        const { registry, setStatus, statusOf } = await fixture();
        await viem.assertions.emitWithArgs(setStatus(numpy, status), registry, "LibraryStatusSet", [
          idOf(numpy),
          numpy.name,
          numpy.version,
          numpy.image,
          LibraryStatus[status],
        ]);
        assert.equal(await statusOf(numpy), LibraryStatus[status]);
        assert.equal(await statusOf(python), LibraryStatus.Allowed);
      });
    }

    it("adds a library that was unknown, with names of up to 64 bytes", async () => {
      const { setStatus, statusOf } = await fixture();
      const longest = { ...scipy, name: "n".repeat(64), version: "v".repeat(64) };
      await setStatus(longest, "Allowed");
      assert.equal(await statusOf(longest), LibraryStatus.Allowed);
    });

    for (const changes of [{ name: "" }, { name: "n".repeat(65) }, { version: "" }, { version: "v".repeat(65) }]) {
      const [[field, text]] = Object.entries(changes);
      it(`reverts when the ${field} has ${text.length} bytes`, async () => {
        const { registry, setStatus } = await fixture();
        const library = { ...scipy, ...changes };
        await viem.assertions.revertWithCustomErrorWithArgs(
          setStatus(library, "Allowed"),
          registry,
          "LibraryMisnamed",
          [library.name, library.version],
        );
      });
    }

    it("reverts for anyone but the timelock", async () => {
      const { registry, setStatus } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        setStatus(numpy, "Banned", stranger),
        registry,
        "GovernedUnauthorized",
        [account(stranger), account(timelock)],
      );
    });
  });

  describe("requireUsable", () => {
    it("accepts allowed and deprecated libraries, and an empty list", async () => {
      const { registry, setStatus } = await fixture();
      await setStatus(python, "Deprecated");
      await registry.read.requireUsable([[idOf(numpy), idOf(python)]]);
      await registry.read.requireUsable([[]]);
    });

    for (const status of ["None", "Banned"]) {
      it(`reverts when one library is ${status}`, async () => {
        const { registry, setStatus } = await fixture();
        await setStatus(python, status);
        await viem.assertions.revertWithCustomErrorWithArgs(
          registry.read.requireUsable([[idOf(numpy), idOf(python)]]),
          registry,
          "LibraryRefused",
          [idOf(python), LibraryStatus[status]],
        );
      });
    }
  });

  describe("idOf", () => {
    it("is the hash of name, version and image", async () => {
      const { registry } = await fixture();
      assert.equal(await registry.read.idOf([scipy]), idOf(scipy));
      assert.notEqual(idOf(scipy), idOf({ ...scipy, image: zeroHash }));
    });
  });
});
