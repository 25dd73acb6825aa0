// Solidity as the compiler reads it: syntax trees with types, of this clone's contracts or of a few lines.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";
import config from "../../hardhat.config.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The contracts that are deployed, path → text: all but the doubles of tests. */
export const contractSources = () =>
  new Map([...allSources()].filter(([file]) => !file.startsWith("contracts/mocks/")));

/** All contracts, path → text. */
export function allSources() {
  const files = readdirSync(path.join(root, "contracts"), { recursive: true }).sort();
  const named = files.filter((file) => file.endsWith(".sol")).map((file) => path.join("contracts", file));
  return new Map(named.map((file) => [file, readSource(file)]));
}

const readSource = (file) => readFileSync(path.join(root, file), "utf8");

/**
 * The syntax trees of sources, path → {@link File}. What they import is read from this clone and its packages.
 *
 * @throws {Error} If the compiler refuses the sources.
 */
export function parse(sources) {
  const output = compile(sources, { "*": { "": ["ast"] } });
  return new Map([...sources].map(([file, text]) => [file, new File(file, text, output.sources[file].ast)]));
}

/**
 * What the compiler makes of sources, path → text, with the settings that tests run on. What they import is taken from
 * the others, or read from this clone and its packages.
 *
 * @throws {Error} If it refuses them.
 */
export function compile(sources, outputSelection, others = new Map()) {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...sources].map(([file, content]) => [file, { content }])),
    settings: { ...config.solidity.profiles.default.settings, outputSelection },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: (file) => importOf(file, others) }));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return output;
}

function importOf(file, others) {
  if (others.has(file)) return { contents: others.get(file) };
  const found = [file, path.join("node_modules", file)].find((place) => existsSync(path.join(root, place)));
  return found === undefined ? { error: "there is no such file" } : { contents: readSource(found) };
}

/** One source file: its text and its tree. Positions of the compiler are those of bytes. */
export class File {
  #bytes;

  constructor(name, text, ast) {
    this.name = name;
    this.ast = ast;
    this.lines = text.split("\n");
    this.#bytes = Buffer.from(text);
  }

  /** Where a node begins and ends, in bytes. */
  static range(node) {
    const [start, length] = node.src.split(":").map(Number);
    return [start, start + length];
  }

  textOf(node) {
    return this.between(...File.range(node));
  }

  between(start, end) {
    return this.#bytes.subarray(start, end).toString();
  }

  get size() {
    return this.#bytes.length;
  }

  /** The line that a node begins in, from 1. */
  lineOf(node) {
    return this.between(0, File.range(node)[0]).split("\n").length;
  }

  /** This file's text with other text in some places: `[start, end, text]`, none within another. */
  replaced(changes) {
    let done = 0;
    let text = "";
    for (const [start, end, inserted] of changes.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
      text += this.between(done, start) + inserted;
      done = end;
    }
    return text + this.between(done, this.size);
  }
}

/** Calls back for a node and all nodes below it, each with its ancestors, the nearest last; in the order of the text. */
export function walk(node, visit, ancestors = []) {
  visit(node, ancestors);
  const inside = [...ancestors, node];
  for (const child of childrenOf(node)) walk(child, visit, inside);
}

function childrenOf(node) {
  const isNode = (value) => typeof value?.nodeType === "string" && typeof value.src === "string";
  const children = Object.values(node).flat().filter(isNode);
  return children.sort((a, b) => File.range(a)[0] - File.range(b)[0]);
}
