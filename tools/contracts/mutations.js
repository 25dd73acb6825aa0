// What can go wrong in a contract by one slip: mutants of its source, each another one in one place.
import { createHash } from "node:crypto";
import { File, parse, walk } from "./syntax.js";

const RELATIONS = { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==" };
const SUMS = { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "&": "|", "|": "&", "^": "&", "<<": ">>", ">>": "<<" };
const LOGIC = { "&&": "||", "||": "&&" };
const STEPS = { "++": "--", "--": "++" };

/** What a slip is called, and its places: a node to `[node or range, text instead]`s. */
const OPERATORS = {
  relation: ({ nodeType, operator }, file, node) =>
    nodeType === "BinaryOperation" && RELATIONS[operator] ? [operatorOf(file, node, RELATIONS[operator])] : [],
  arithmetic: (node, file) => {
    const { nodeType, operator, prefix, subExpression } = node;
    if (nodeType === "BinaryOperation" && SUMS[operator]) return [operatorOf(file, node, SUMS[operator])];
    if (nodeType === "Assignment" && SUMS[operator.slice(0, -1)]) {
      return [operatorOf(file, node, `${SUMS[operator.slice(0, -1)]}=`)];
    }
    if (nodeType !== "UnaryOperation" || !STEPS[operator]) return [];
    return [
      [node, prefix ? STEPS[operator] + file.textOf(subExpression) : file.textOf(subExpression) + STEPS[operator]],
    ];
  },
  decision: (node, file, _, parent) => {
    const { nodeType, operator, subExpression } = node;
    if (nodeType === "BinaryOperation" && LOGIC[operator]) return [operatorOf(file, node, LOGIC[operator])];
    if (nodeType === "UnaryOperation" && operator === "!") return [[node, file.textOf(subExpression)]];
    return parent?.condition === node ? [[node, `!(${file.textOf(node)})`]] : [];
  },
  check: (node, file) => (reverts(node) ? [[node.condition, "false"]] : []),
  statement: ({ nodeType, expression }, file, node) =>
    nodeType === "ExpressionStatement" && expression.nodeType !== "Identifier" ? [[node, "{}", ";"]] : [],
  constant: ({ nodeType, kind, subdenomination, value }, file, node) => {
    if (nodeType !== "Literal" || kind !== "number" || subdenomination || !/^\d[\d_]*$/.test(value)) return [];
    const number = BigInt(value.replaceAll("_", ""));
    return [[node, `${number + 1n}`], ...(number === 0n ? [] : [[node, `${number - 1n}`]])];
  },
  modifier: ({ nodeType, kind }, file, node) =>
    nodeType === "ModifierInvocation" && kind === "modifierInvocation" ? [[node, ""]] : [],
  event: ({ nodeType, eventCall }, file, node) => {
    if (nodeType !== "EmitStatement") return [];
    const isTold = (argument) => isNumber(argument.typeDescriptions.typeString) && file.textOf(argument) !== "0";
    return [[node, "{}", ";"], ...eventCall.arguments.filter(isTold).map((argument) => [argument, "0"])];
  },
  answer: ({ nodeType, expression }, file, node) => {
    if (nodeType !== "Return" || !expression) return [];
    const type = expression.typeDescriptions.typeString;
    const parts = expression.components;
    if (type === "bool") return [[expression, `!(${file.textOf(expression)})`]];
    if (isNumber(type)) return [[expression, `(${file.textOf(expression)}) + 1`]];
    if (parts?.length !== 2 || parts[0].typeDescriptions.typeString !== parts[1].typeDescriptions.typeString) return [];
    return [[expression, `(${file.textOf(parts[1])}, ${file.textOf(parts[0])})`]];
  },
};

const isNumber = (type) => /^(u?int\d+|int_const .*)$/.test(type);

/** Whether an `if` does nothing but revert. */
const reverts = ({ nodeType, trueBody, falseBody }) =>
  nodeType === "IfStatement" &&
  !falseBody &&
  (trueBody.nodeType === "Block" ? trueBody.statements : [trueBody]).every(
    (only) => only.nodeType === "RevertStatement",
  );

/** The place of an operator between its operands. */
function operatorOf(file, node, instead) {
  const [left, right] = [node.leftExpression ?? node.leftHandSide, node.rightExpression ?? node.rightHandSide];
  const [from, to] = [File.range(left)[1], File.range(right)[0]];
  const at = from + Buffer.byteLength(file.between(from, to).split(node.operator)[0]);
  return [[at, at + node.operator.length], instead];
}

/**
 * All mutants of sources, path → text: `{ key, operator, file, line, before, after, text }`, text the whole mutated file.
 * Keys stay when other functions change. Their hashes give the order, one of each operator in turn: the first so many are a
 * fair draw.
 */
export function mutantsOf(sources) {
  const mutants = [];
  for (const file of parse(sources).values()) {
    const seen = new Map();
    walk(file.ast, (node, ancestors) => {
      const home = ancestors.findLast(({ nodeType }) => /^(Function|Modifier|Contract)Definition$/.test(nodeType));
      if (home === undefined || node.nodeType.startsWith("Yul")) return;
      for (const [operator, slip] of Object.entries(OPERATORS)) {
        for (const [place, instead, through] of slip(node, file, node, ancestors.at(-1))) {
          const [start, end] = Array.isArray(place) ? place : rangeOf(file, place, through);
          const before = file.between(start, end);
          const name = [file.name, home.name, operator, file.textOf(node), before, instead].join("\0");
          const times = seen.get(name) ?? 0;
          seen.set(name, times + 1);
          const key = createHash("sha256").update(`${name}\0${times}`).digest("hex").slice(0, 8);
          const line = file.between(0, start).split("\n").length;
          const text = file.replaced([[start, end, instead]]);
          mutants.push({ key, operator, file: file.name, line, before, after: instead, text });
        }
      }
    });
  }
  return Object.keys(OPERATORS)
    .flatMap((operator) => ranked(mutants.filter((mutant) => mutant.operator === operator)))
    .sort((a, b) => a.place - b.place)
    .map(({ mutant }) => mutant);
}

/** Mutants by key, each with its place. */
const ranked = (mutants) =>
  mutants.sort((a, b) => (a.key < b.key ? -1 : 1)).map((mutant, place) => ({ mutant, place }));

/** The range of a node, with what ends the statement. */
function rangeOf(file, node, through = "") {
  const [start, end] = File.range(node);
  const rest = file.between(end, file.size);
  return [start, through !== "" && rest.startsWith(through) ? end + 1 : end];
}
