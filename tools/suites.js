// Runs every test of the repository and adds the runners' counts up.
import { readdirSync } from "node:fs";
import path from "node:path";
import { tool } from "./contracts.js";
import { Failure, root, run } from "./processes.js";

const hardhat = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
const endToEnd = "Hypernet.EndToEnd.Tests";

/** A check without counts of its own: it passes or fails as one. */
const check = (module, args) => ({ command: "node", args: [path.join("node_modules", module), ...args] });

/** A run of tests of contracts, with Hardhat's counts. */
const hardhatTest = (args) => ({ command: "node", args, passed: /(\d+) passing/g, failed: /(\d+) failing/g });

/** A run of one .NET test project. */
const dotnetTest = (project) => ({
  command: "dotnet",
  // A test that says nothing for so long is ended and named: one hang would cost the whole run.
  args: [
    "test",
    project,
    "--no-build",
    "-v",
    "q",
    "--nologo",
    "--logger",
    "console;verbosity=minimal",
    "--blame-hang-timeout",
    "5m",
    "--blame-hang-dump-type",
    "none",
    "--results-directory",
    path.join("build", "tests"),
  ],
  passed: /Passed:\s+(\d+)/g,
  failed: /Failed:\s+(\d+)/g,
});

function suites() {
  const projects = readdirSync(path.join(root, "tests")).filter((name) => name.endsWith(".Tests") && name !== endToEnd);
  return new Map([
    [
      "lint",
      [
        check("prettier/bin/prettier.cjs", [
          "--check",
          "contracts",
          "tests/contracts",
          "tests/tools",
          "deployment",
          "tools/**/*.js",
          "hardhat.config.js",
        ]),
        check("solhint/solhint.js", ["--disc", "--max-warnings", "0", "contracts/**/*.sol"]),
        { command: "node", args: [tool("checkProofs")] },
        {
          command: "node",
          args: ["--test", "--test-reporter=tap", "tests/tools/*.test.js"],
          passed: /^# pass (\d+)/gm,
          failed: /^# fail (\d+)/gm,
        },
      ],
    ],
    [
      "contracts",
      [
        hardhatTest([hardhat, "test", "nodejs"]),
        hardhatTest([hardhat, "test", "solidity", "--grep-exclude", "invariant"]),
        hardhatTest([tool("walks")]),
        { command: "node", args: [tool("sizes")] },
        { command: "node", args: [tool("mutants"), "--fixed", "--workers", "1"] },
      ],
    ],
    ["gas", [{ command: "node", args: [tool("gas"), "--check"] }]],
    ["dotnet", projects.map((name) => dotnetTest(path.join("tests", name)))],
    ["endtoend", [dotnetTest(path.join("tests", endToEnd))]],
  ]);
}

const sum = (output, pattern) => [...output.matchAll(pattern)].reduce((total, found) => total + Number(found[1]), 0);

/** The suites of these names, or all. */
export function chooseSuites(names) {
  const all = suites();
  const unknown = names.find((name) => !all.has(name));
  if (unknown) {
    throw new Failure(`there is no suite "${unknown}"`, {
      hint: `npm test -- [${[...all.keys()].join("|")}]`,
      exitCode: 2,
    });
  }
  return [...all].filter(([name]) => names.length === 0 || names.includes(name));
}

/** Runs suites and returns the exit code. */
export async function runSuites(chosen, env) {
  let passed = 0;
  let failed = 0;
  const minutes = [];
  for (const [name, runners] of chosen) {
    const began = performance.now();
    for (const runner of runners) {
      const { code, output } = await run(runner.command, runner.args, { env });
      const [good, bad] = runner.passed
        ? [sum(output, runner.passed), sum(output, runner.failed)]
        : [code === 0 ? 1 : 0, 0];
      passed += good;
      failed += bad || (code !== 0 || good === 0 ? 1 : 0);
    }
    minutes.push(`${((performance.now() - began) / 60000).toFixed(1)} min  ${name}`);
  }
  console.log(minutes.join("\n"));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
