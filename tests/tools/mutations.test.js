import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mutantsOf } from "../../tools/contracts/mutations.js";
import { compile } from "../../tools/contracts/syntax.js";

const source = (body) => `pragma solidity 0.8.35;
contract Sample {
    error No();
    event Told(uint256 number, bytes32 word);
    modifier only() { _; }
    function run(uint256 a, uint256 b) external returns (uint256) { ${body} }
    function pair(uint256 a, uint256 b) external only returns (uint256, uint256) { return (a, b); }
}`;
const mutantsIn = (body) => mutantsOf(new Map([["Sample.sol", source(body)]]));
const slips = (body, name) =>
  mutantsIn(body)
    .filter(({ operator }) => operator === name)
    .map(({ before, after }) => `${before} → ${after}`)
    .sort();

describe("Mutants", () => {
  it("are one for each slip", () => {
    assert.deepEqual(slips("if (a < b) ++a;", "relation"), ["< → <="]);
    assert.deepEqual(slips("a += b * 2;", "arithmetic"), ["* → /", "+= → -="]);
    assert.deepEqual(slips("++a;", "arithmetic"), ["++a → --a"]);
    assert.deepEqual(slips("if (a < 1 && !(b < 1)) ++a;", "decision"), ["!(b < 1) → (b < 1)", "&& → ||"]);
    assert.deepEqual(slips("a = a < 1 ? b : 2;", "decision"), ["a < 1 → !(a < 1)"]);
    assert.deepEqual(slips("if (a < b) revert No();", "check"), ["a < b → false"]);
    assert.deepEqual(slips("if (a < b) ++a;", "check"), []);
    assert.deepEqual(slips("++a; uint256 c = a;", "statement"), ["++a; → {}"]);
    assert.deepEqual(slips("a = 10_000;", "constant"), ["10_000 → 10001", "10_000 → 9999"]);
    assert.deepEqual(slips("a = 0;", "constant"), ["0 → 1"]);
    assert.deepEqual(slips("", "modifier"), ["only → "]);
    assert.deepEqual(slips("emit Told(a, 0);", "event"), ["a → 0", "emit Told(a, 0); → {}"]);
    assert.deepEqual(slips("return a;", "answer"), ["(a, b) → (b, a)", "a → (a) + 1"]);
  });

  it("compile, each in its place", () => {
    const body = "if (a < b) { a += b; } else b = a * 2; emit Told(a, bytes32(b)); if (a == 7) revert No(); return a;";
    const mutants = mutantsIn(body);
    for (const { text } of mutants) {
      assert.notEqual(text, source(body));
      compile(new Map([["Sample.sol", text]]), { "*": { "": ["ast"] } });
    }
    assert.equal(new Set(mutants.map(({ text }) => text)).size, mutants.length);
  });

  it("keep their keys when another function changes", () => {
    const keys = (body) => new Set(mutantsIn(body).map(({ key }) => key));
    const [before, after] = [keys(""), keys("return a + b;")];
    assert.ok([...before].every((key) => after.has(key)));
    assert.equal(after.size, before.size + 2);
  });

  it("begin with one of each operator", () => {
    const all = mutantsIn("if (a < b) revert No(); a += 1; return a;");
    const operators = new Set(all.map(({ operator }) => operator));
    assert.deepEqual(new Set(all.slice(0, operators.size).map(({ operator }) => operator)), operators);
  });
});
