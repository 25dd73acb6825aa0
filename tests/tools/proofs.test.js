import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { missingProofs } from "../../tools/contracts/proofs.js";

/** What lacks its proof in the body of a function, or in a file. */
const missingIn = (...lines) =>
  missingInFile("contract Sample {", "    function run() external {", ...lines, "    }", "}");
const missingInFile = (...lines) =>
  missingProofs(new Map([["Sample.sol", ["pragma solidity 0.8.35;", ...lines].join("\n")]])).map(({ what }) => what);

const big = "uint256 big = block.number;";

describe("The rule of proofs", () => {
  it("refuses what the compiler does not check", () => {
    assert.deepEqual(missingIn("unchecked {}"), ["unchecked"]);
    assert.deepEqual(missingIn("assembly {}"), ["assembly"]);
    assert.deepEqual(missingIn(big, "uint128(big);"), ["cast of uint256 to uint128"]);
    assert.deepEqual(missingIn(big, "int256(big);"), ["cast of uint256 to int256"]);
    assert.deepEqual(missingIn("bytes16(keccak256('a'));"), ["cast of bytes32 to bytes16"]);
    assert.deepEqual(missingIn("bytes4(msg.data);"), ["cast of bytes calldata to bytes4"]);
    assert.deepEqual(missingIn(big, "address(uint160(big));"), ["cast of uint256 to uint160"]);
  });

  it("has nothing against what keeps every value, or reverts", () => {
    const file = ["enum Kind { A }", "contract Sample { function run(uint8 small, address who) external {"];
    const body = ["uint256(small);", "Kind(small);", "uint160(who);", "bytes32(bytes16(0));", "uint8(255);", "}}"];
    assert.deepEqual(missingInFile(...file, ...body), []);
  });

  it("takes a comment above that argues, and no other", () => {
    assert.deepEqual(missingIn("// Cannot overflow: nothing is added.", "unchecked {}"), []);
    assert.deepEqual(missingIn("// Counts", "// what never ends.", "unchecked {}"), []);
    assert.deepEqual(missingIn("// Effect: count.", "unchecked {}"), ["unchecked"]);
    assert.deepEqual(missingIn("// Cannot overflow.", "", "unchecked {}"), ["unchecked"]);
  });

  it("takes a comment behind the statement", () => {
    assert.deepEqual(missingIn(big, "uint128(big); // Fits: blocks are few."), []);
    assert.deepEqual(missingIn(big, "uint128(big); // The block."), ["cast of uint256 to uint128"]);
  });

  it("takes a comment above all of a chain of statements", () => {
    const chain = ["if (big == 1) uint128(big);", "else if (big == 2) uint64(big);"];
    assert.deepEqual(missingIn(big, "// Both fit.", ...chain), []);
    assert.deepEqual(missingIn(big, ...chain).length, 2);
  });

  it("takes a comment on casts for all of them, up to the next one or a blank line", () => {
    const casts = ["uint128(big);", "uint64(big);"];
    assert.deepEqual(missingIn(big, "// Effect: casts fit.", ...casts), []);
    assert.deepEqual(missingIn(big, "// This cast fits.", ...casts).length, 1);
    assert.deepEqual(missingIn(big, "// Casts fit.", casts[0], "", casts[1]).length, 1);
    assert.deepEqual(missingIn(big, "// Casts fit.", casts[0], "// Another.", casts[1]).length, 1);
    assert.deepEqual(missingIn("// Casts fit.", big, "unchecked {}"), ["unchecked"]);
  });

  it("takes a header that argues for the type, of the contract or of one it is built on", () => {
    const header = "/// @dev Casts to uint128 cannot lose bits. Those to others can.";
    const sample = (above, cast, base = "") => [
      ...above,
      `contract Sample${base} { function run() external { ${big} ${cast}(big); } }`,
    ];
    assert.deepEqual(missingInFile(...sample([header], "uint128")), []);
    assert.deepEqual(missingInFile(...sample([header], "uint64")), ["cast of uint256 to uint64"]);
    assert.deepEqual(missingInFile(...sample([header, "contract Base {}"], "uint128", " is Base")), []);
    assert.deepEqual(missingInFile(...sample([header, "contract Other {}"], "uint128")), [
      "cast of uint256 to uint128",
    ]);
    assert.deepEqual(missingInFile(...sample(["/// @dev Every cast narrows to the field."], "uint64")), []);
  });

  it("names file and line", () => {
    const source = ["pragma solidity 0.8.35;", "// · two bytes", "contract Sample {", "function run() external {"];
    const sources = new Map([["a/Sample.sol", [...source, "unchecked {}", "}}"].join("\n")]]);
    assert.deepEqual(missingProofs(sources), [{ file: "a/Sample.sol", line: 5, what: "unchecked" }]);
  });
});
