// Contracts that tell which of their functions, statements and decisions have run (docs/benchmarks.md#coverage). Hardhat's
// own coverage knows statements only; this uses its way out of the chain, a call to an address that the chain listens at.
import { File, parse, walk } from "./syntax.js";

/** The library that Hardhat's chain listens to, beside its own. */
export const LIBRARY = {
  name: "__Decision.sol",
  text: (coverage) => `// SPDX-License-Identifier: Apache-2.0
pragma solidity >=0.8.0;
import "${coverage}";
library __Decision {
    function decide(bool value, uint256 whenTrue, uint256 whenFalse) internal pure returns (bool) {
        __NomicFoundationCoverage.sendHit(value ? whenTrue : whenFalse);
        return value;
    }
}
`,
};

/**
 * Sources, path → text, and what can be reached in them.
 *
 * @returns `{ texts, points }`: the texts that tell, and `{ file, line, kind, what }` by number from 1; kind is `line`,
 * `function` or `branch`.
 */
export function instrument(sources, imports = []) {
  const points = [];
  const texts = new Map();
  for (const file of parse(sources).values()) {
    const insertions = new Insertions(file);
    const add = (node, kind, what) => points.push({ file: file.name, line: file.lineOf(node), kind, what });
    walk(file.ast, (node, ancestors) => visit(node, ancestors, insertions, add));
    texts.set(file.name, `${insertions.apply()}\n${imports.map((name) => `import "${name}";`).join("\n")}\n`);
  }
  return { texts, points };
}

const hit = (number) => `__NomicFoundationCoverage.sendHit(${number});`;

function visit(node, ancestors, insertions, add) {
  const parent = ancestors.at(-1);
  if (node.nodeType.startsWith("Yul")) return;
  const body = node.nodeType === "FunctionDefinition" || node.nodeType === "ModifierDefinition" ? node.body : undefined;
  if (body) insertions.before(File.range(body)[0] + 1, hit(add(node, "function", node.name || node.kind)));
  if (node.nodeType === "TryCatchClause") {
    const clause = parent.clauses.indexOf(node) === 0 ? "try" : "catch";
    insertions.before(File.range(node.block)[0] + 1, hit(add(node, "branch", clause)));
  }
  if (isBodyOf(node, parent)) {
    insertions.around(node, `{${hit(add(node, "line", "statement"))}`, "}");
  } else if (isStatementIn(node, parent)) {
    insertions.before(File.range(node)[0], hit(add(node, "line", "statement")));
  }
  if (isDecision(node, parent)) {
    const what = insertions.file.textOf(node).replaceAll(/\s+/g, " ");
    const outcomes = [true, false].map((outcome) => add(node, "branch", `${what} is ${outcome}`));
    insertions.around(node, "__Decision.decide(", `, ${outcomes.join(", ")})`);
  }
}

const isStatementIn = (node, parent) => parent?.statements?.includes(node) && node.nodeType !== "Block";

/** Whether a node is the only statement of an `if` or a loop, without braces. */
const isBodyOf = (node, parent) =>
  [parent?.trueBody, parent?.falseBody, parent?.body].includes(node) && !/Definition$|Block$/.test(node.nodeType);

/** What is decided: by `if`, `?:`, a loop, and by each operand of `&&` and `||` that is not one of these itself. */
function isDecision(node, parent) {
  if (parent === undefined || isLogical(node)) return false;
  return isLogical(parent) || parent.condition === node;
}

/** Whether an expression is one of `&&` or `||`, in brackets or not. */
function isLogical({ nodeType, operator, components }) {
  if (nodeType === "TupleExpression") return components.length === 1 && isLogical(components[0]);
  return nodeType === "BinaryOperation" && ["&&", "||"].includes(operator);
}

/** Text to be put into a file; what begins further out comes first where it opens, and last where it closes. */
class Insertions {
  #all = [];

  constructor(file) {
    this.file = file;
  }

  before(position, text) {
    this.#all.push({ position, order: this.#all.length, text });
  }

  around(node, opening, closing) {
    const [start, end] = File.range(node);
    const rest = this.file.between(end, this.file.size);
    const isStatement = closing === "}";
    const semicolon = isStatement ? (/^\s*;/.exec(rest)?.[0].length ?? 0) : 0;
    this.before(start, opening);
    this.#all.push({ position: end + semicolon, order: -this.#all.length, text: closing });
  }

  apply() {
    const sorted = this.#all.sort((a, b) => a.position - b.position || a.order - b.order);
    return this.file.replaced(sorted.map(({ position, text }) => [position, position, text]));
  }
}
