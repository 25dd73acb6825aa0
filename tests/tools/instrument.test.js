import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { instrument } from "../../tools/contracts/instrument.js";
import { compile } from "../../tools/contracts/syntax.js";

const head = "pragma solidity 0.8.35;\n";
const told = (body, head_ = "function run(uint256 a, uint256 b) external returns (bool)") =>
  instrument(new Map([["Sample.sol", `${head}contract Sample { ${head_} { ${body} } }`]]));

/** What can be reached in a function beside itself: its statements by number, its branches by name. */
function reachable(body, head_) {
  const { points } = told(body, head_);
  assert.equal(points.filter(({ kind }) => kind === "function").length, 1);
  const branches = points.filter(({ kind }) => kind === "branch").map(({ what }) => what);
  return [points.filter(({ kind }) => kind === "line").length, branches];
}

const both = (what) => [`${what} is true`, `${what} is false`];

describe("Instrumented contracts", () => {
  it("tell both outcomes of every condition", () => {
    assert.deepEqual(reachable("if (a > 1) return true;"), [2, both("a > 1")]);
    assert.deepEqual(reachable("if (a > 1) { ++a; } else if (b > 1) ++b; else --b;"), [
      5,
      [...both("a > 1"), ...both("b > 1")],
    ]);
    assert.deepEqual(reachable("while (a > 1) --a;"), [2, both("a > 1")]);
    assert.deepEqual(reachable("do --a; while (a > 1);"), [2, both("a > 1")]);
    assert.deepEqual(reachable("for (uint256 i = 0; i < a; ++i) ++b;"), [2, both("i < a")]);
    assert.deepEqual(reachable("a = b > 1 ? 2 : 3;"), [1, both("b > 1")]);
  });

  it("tell both outcomes of every operand", () => {
    const branches = [...both("a > 1"), ...both("b > 1"), ...both("a > b")];
    assert.deepEqual(reachable("return (a > 1 && b > 1) || a > b;"), [1, branches]);
    assert.deepEqual(reachable("if (a > 1 && !(b > 1)) ++a;"), [2, [...both("a > 1"), ...both("!(b > 1)")]]);
  });

  it("tell how a call ended", () => {
    assert.deepEqual(reachable("try this.run(a, b) {} catch { ++a; }"), [2, ["try", "catch"]]);
  });

  it("tell that a modifier ran", () => {
    const { points } = told("_;", "modifier only()");
    assert.deepEqual(
      points.map(({ kind }) => kind),
      ["function", "line"],
    );
  });

  it("compile, whatever the statements look like", () => {
    const bodies = [
      "if (a > 1) if (b > 1) return true; else ++a;",
      "for (;;) if (a > 1 || b > 1) break; else continue;",
      "{ unchecked { ++a; } }",
      "assembly { let c := 1 }",
      "while (a > 1 ? b > 1 : a > b) { a -= b > 2 && a > 2 ? 1 : 2; }",
    ];
    for (const body of bodies) {
      const { texts } = told(body);
      const library = "library __NomicFoundationCoverage { function sendHit(uint256) internal pure {} }";
      const decide = "function decide(bool value, uint256, uint256) internal pure returns (bool) { return value; }";
      const text = `${texts.get("Sample.sol")}${library} library __Decision { ${decide} }`;
      assert.ok(compile(new Map([["Sample.sol", text]]), { "*": { "*": ["evm.bytecode.object"] } }).contracts);
    }
  });
});
