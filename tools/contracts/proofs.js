// The rule of proofs (CONTRIBUTING.md#proofs-in-contracts): what the compiler does not check, a comment argues.
import { File, parse, walk } from "./syntax.js";

const PROOF = /\b(cannot|fits?|never)\b/i;
const PROOF_OF_ALL = /\bcasts\b.*\b(cannot|fit)\b/i;

/** What lacks its proof in sources, path → text: `{ file, line, what }`. */
export function missingProofs(sources) {
  const files = parse(sources);
  const headers = new Map();
  for (const { ast } of files.values()) {
    walk(ast, (node) => {
      if (node.nodeType === "ContractDefinition") headers.set(node.id, node.documentation?.text ?? "");
    });
  }
  const missing = [];
  for (const file of files.values()) {
    walk(file.ast, (node, ancestors) => {
      const found = unprovenOf(node);
      if (found === undefined || isArguedAbove(file, node, ancestors)) return;
      if (found.type !== undefined && isArguedInHeader(found.type, ancestors, headers)) return;
      missing.push({ file: file.name, line: file.lineOf(node), what: found.what });
    });
  }
  return missing;
}

function unprovenOf(node) {
  if (node.nodeType === "UncheckedBlock") return { what: "unchecked" };
  if (node.nodeType === "InlineAssembly") return { what: "assembly" };
  if (node.nodeType !== "FunctionCall" || node.kind !== "typeConversion") return undefined;
  const from = node.arguments[0].typeDescriptions.typeString;
  const to = node.typeDescriptions.typeString;
  return losesBits(from, to) ? { what: `cast of ${from} to ${to}`, type: to } : undefined;
}

/** Whether a conversion changes some values without a word. Of literals the compiler takes none that it does. */
function losesBits(from, to) {
  const [source, target] = [from, to].map((name) => /^(uint|int|bytes)(\d*)( |$)/.exec(name));
  if (source === null || target === null) return false;
  const [, kind, size] = source;
  const [, targetKind, targetSize] = target;
  if (kind === "bytes" && size === "") return targetSize !== "";
  if ((kind === "bytes") !== (targetKind === "bytes")) return false;
  return kind !== targetKind || Number(targetSize) < Number(size);
}

/** Whether a comment argues above the statement, or above one that it is a part of, or behind it on its line. */
function isArguedAbove(file, node, ancestors) {
  const inFunction = ancestors.findLastIndex(({ nodeType }) => nodeType === "FunctionDefinition");
  const statements = ancestors.slice(inFunction + 1).filter(isStatement);
  const lines = [node, ...statements].map((within) => file.lineOf(within));
  const last = file.between(0, File.range(node)[1]).split("\n").length;
  const behind = /;\s*\/\/(.*)$/.exec(file.lines[last - 1])?.[1] ?? "";
  if (PROOF.test(behind) || lines.some((line) => PROOF.test(commentAbove(file, line)))) return true;
  return (
    node.nodeType === "FunctionCall" && lines.some((line) => PROOF_OF_ALL.test(commentAbove(file, begin(file, line))))
  );
}

/** The first line of the paragraph that a line is in: what a comment, or a blank line, stands above. */
function begin({ lines }, line) {
  while (line > 1 && !/^\s*(\/\/|$)/.test(lines[line - 2])) --line;
  return line;
}

const isStatement = ({ nodeType }) =>
  /Statement$/.test(nodeType) || ["Return", "UncheckedBlock", "InlineAssembly"].includes(nodeType);

function commentAbove({ lines }, line) {
  const comments = [];
  for (let above = line - 2; above >= 0 && /^\s*\/\/(?!\/)/.test(lines[above]); --above) comments.unshift(lines[above]);
  return comments.join(" ");
}

/** Whether the header of the contract, or of one that it is built on, argues for all casts to this type. */
function isArguedInHeader(type, ancestors, headers) {
  const contract = ancestors.find(({ nodeType }) => nodeType === "ContractDefinition");
  const named = new RegExp(`\\b(every cast|casts?\\b.*\\b${type})\\b`, "i");
  const documents = (contract?.linearizedBaseContracts ?? []).map((id) => headers.get(id) ?? "");
  return documents.some((text) =>
    text
      .replaceAll(/\s+/g, " ")
      .split(". ")
      .some((sentence) => named.test(sentence)),
  );
}
