// A place where mutants are built and tested, one at a time: artifacts of its own, and Hardhat without a compiler.
import { spawn } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { compile, parse, root } from "./syntax.js";

const HARDHAT = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
const TESTS = "tests/contracts";

// What a mutant may take: it is killed by then, hanging.
const MOST_MILLISECONDS = 20 * 60 * 1_000;

export class Workbench {
  #sources;
  #folder;
  #users;

  /** Begins with the artifacts of the unchanged contracts in `build/contracts`. */
  constructor(number, sources) {
    this.#sources = sources;
    this.#folder = path.join(root, "build", "mutants", `${number}`);
    this.#users = usersOf(sources);
    rmSync(this.#folder, { recursive: true, force: true });
    const filter = (from) => path.basename(from) !== "build-info";
    cpSync(path.join(root, "build", "contracts"), path.join(this.#folder, "contracts"), { recursive: true, filter });
  }

  /** What becomes of a mutant: the test that kills it, `survives`, or `invalid` if the compiler refuses it. */
  async judge({ file, text }) {
    const changed = this.#users.get(file);
    try {
      this.#build(changed, new Map(this.#sources).set(file, text));
    } catch {
      return "invalid";
    }
    try {
      return await this.test(file);
    } finally {
      for (const user of changed) this.#restore(user);
    }
  }

  /** Runs the tests of a file's folder, then all others, to the first that fails: what failed, or `survives`. */
  async test(file, isNearOnly = false) {
    const [near, far] = testsOf(file);
    return (await this.#run(near)) ?? (isNearOnly ? undefined : await this.#run(far)) ?? "survives";
  }

  #build(files, sources) {
    const selection = { "*": ["evm.bytecode.object", "evm.deployedBytecode.object"] };
    const texts = new Map(files.map((file) => [file, sources.get(file)]));
    const { contracts } = compile(texts, Object.fromEntries(files.map((file) => [file, selection])), sources);
    for (const file of files) {
      for (const [name, { evm }] of Object.entries(contracts[file] ?? {})) {
        const artifact = JSON.parse(readFileSync(this.#artifact(file, name), "utf8"));
        artifact.bytecode = `0x${evm.bytecode.object}`;
        artifact.deployedBytecode = `0x${evm.deployedBytecode.object}`;
        writeFileSync(this.#artifact(file, name), JSON.stringify(artifact));
      }
    }
  }

  #artifact(file, name) {
    return path.join(this.#folder, "contracts", file, `${name}.json`);
  }

  #restore(file) {
    cpSync(path.join(root, "build", "contracts", file), path.join(this.#folder, "contracts", file), {
      recursive: true,
    });
  }

  #run(files) {
    if (files.length === 0) return undefined;
    const config = ["--config", "tools/contracts/mutants.config.js"];
    const args = [HARDHAT, ...config, "test", "nodejs", "--no-compile", ...files];
    const env = { ...process.env, HYPERNET_ARTIFACTS: path.relative(root, this.#folder) };
    const child = spawn("node", args, { cwd: root, env, stdio: ["ignore", "pipe", "ignore"] });
    return new Promise((resolve, reject) => {
      let output = "";
      let verdict;
      const end = (why) => {
        verdict ??= why;
        child.kill("SIGKILL");
      };
      const timer = setTimeout(() => end("hangs"), MOST_MILLISECONDS);
      child.stdout.setEncoding("utf8").on("data", (text) => {
        output += text;
        const failed = /^ +1\) (.*)$/m.exec(output);
        if (failed !== null) end(failed[1]);
      });
      child.once("error", reject);
      child.once("close", (code, signal) => {
        clearTimeout(timer);
        // Somebody else's doing says nothing of the mutant.
        if (verdict === undefined && signal !== null) reject(new Error(`the tests were ended by ${signal}`));
        else resolve(verdict ?? (code === 0 ? undefined : "the tests did not load"));
      });
    });
  }
}

/** For each file, those whose code it is a part of, itself included. */
function usersOf(sources) {
  const imports = new Map();
  for (const [name, { ast }] of parse(sources)) {
    const directives = ast.nodes.filter(({ nodeType }) => nodeType === "ImportDirective");
    imports.set(
      name,
      directives.map(({ absolutePath }) => absolutePath),
    );
  }
  const reaches = (from, to) => from === to || (imports.get(from) ?? []).some((next) => reaches(next, to));
  const files = [...sources.keys()];
  return new Map(files.map((file) => [file, files.filter((user) => reaches(user, file))]));
}

// They run the deployment in processes of its own, on the production build: no mutant is seen there.
const BLIND = ["deployment/deploy.test.js", "deployment/Rehearsal.test.js"];

/** The tests of a contract's folder, and all others, those of the market first. */
function testsOf(file) {
  const names = readdirSync(path.join(root, TESTS), { recursive: true });
  const all = names.filter((name) => name.endsWith(".test.js") && !BLIND.includes(name));
  const folder = path.basename(path.dirname(file));
  const isNear = (name) => path.dirname(name) === folder;
  const isMarket = (name) => (path.dirname(name) === "market" ? 0 : 1);
  const far = all.filter((name) => !isNear(name)).sort((a, b) => isMarket(a) - isMarket(b) || (a < b ? -1 : 1));
  return [all.filter(isNear).sort(), far].map((names) => names.map((name) => path.join(TESTS, name)));
}
