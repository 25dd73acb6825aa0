// The steps of the set-up, each skipped when nothing that it reads has changed. Run by setUp.js under its lock.
import { existsSync } from "node:fs";
import path from "node:path";
import { must, environment, Failure, root, run } from "./processes.js";
import { stamped } from "./stamps.js";

const [target] = process.argv.slice(2);
const hardhat = path.join(root, "node_modules", "hardhat", "dist", "src", "cli.js");

async function step(name, inputs, action) {
  await stamped(name, inputs, async () => {
    const began = performance.now();
    console.error(`set-up: ${name} …`);
    await action();
    console.error(`set-up: ${name} done in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  });
}

const npmCi = (folder) =>
  must(`npm ci in ${folder}`, "npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund"], { quiet: true });

const exists = (file) => async () => existsSync(file);

const imports = (module) => async () =>
  (await run("/usr/bin/python3", ["-c", `import ${module}`], { quiet: true }).catch(() => ({ code: 1 }))).code === 0;

/** Debian packages that programs and the sandbox need. */
const ofPrograms = [
  ["bubblewrap", exists("/usr/bin/bwrap")],
  ["python3", exists("/usr/bin/python3")],
  ["python3-numpy", imports("numpy")],
];

/** Debian packages that programs in C need, of the tests and benchmarks: cc, and what they include. */
const ofC = [
  ["gcc", async () => (await run("/bin/sh", ["-c", "command -v cc"], { quiet: true })).code === 0],
  ["libc6-dev", exists("/usr/include/stdio.h")],
];

/** Debian packages that the tests build a Python package with. */
const ofPackaging = [
  ["python3-setuptools", imports("setuptools")],
  ["python3-wheel", imports("wheel")],
];

/** Debian packages that the tests make networks with, which root alone may: others skip what needs them. */
const ofNetworks = process.getuid() === 0 ? [["iproute2", exists("/usr/sbin/ip")]] : [];

/** Debian packages that the benchmarks compare with. */
const ofComparison = [
  ["openmpi-bin", exists("/usr/bin/mpirun")],
  ["libopenmpi-dev", exists("/usr/bin/mpicc")],
];

/** Installs Debian packages only where they are missing, and where this user can. */
async function debianPackages(wanted) {
  const missing = [];
  for (const [name, isThere] of wanted) if (!(await isThere())) missing.push(name);
  if (missing.length === 0) return;
  const hint = `apt-get install ${missing.join(" ")}`;
  const exitCode = missing.includes("bubblewrap") ? 10 : 1;
  if (process.getuid() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Failure(`these packages are missing: ${missing.join(", ")}`, { hint, exitCode });
  }
  console.error(`set-up: installing ${missing.join(", ")} …`);
  const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
  await must("apt-get update", "apt-get", ["update", "-qq"], { env, quiet: true, hint, exitCode });
  await must("apt-get install", "apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], {
    env,
    quiet: true,
    hint,
    exitCode,
  });
}

const quietly = ["-v", "q", "-nologo", "-p:UseSharedCompilation=true"];

async function dotnet(project) {
  await must("dotnet restore", "dotnet", ["restore", project, "--locked-mode", "-v", "q"], { quiet: true });
  await must("dotnet build", "dotnet", ["build", project, "--no-restore", ...quietly], { quiet: true });
}

/** As a product is published: compiled for this machine beforehand, not when each method is first needed. */
const publish = (project) =>
  must("dotnet publish", "dotnet", ["publish", project, "-c", "Release", ...precompiled, ...quietly], { quiet: true });
const precompiled = ["-r", `linux-${process.arch}`, "--self-contained", "false", "-p:PublishReadyToRun=true"];

const sources = [
  "Directory.Build.props",
  "Directory.Packages.props",
  ".editorconfig",
  "global.json",
  "contracts",
  "src",
];

const ofTests = [...ofPrograms, ...ofC, ...ofPackaging, ...ofNetworks];

/** What each target needs of Debian. */
const packages = {
  contracts: [],
  gas: [],
  cli: ofPrograms,
  tests: ofTests,
  all: ofTests,
  benchmarks: ofC,
  comparison: [...ofC, ...ofComparison],
  market: ofPrograms,
};

async function setUpContracts() {
  await step("tools", ["tools/linux-x64/package-lock.json"], () => npmCi("tools/linux-x64"));
  await step("npm packages", ["package-lock.json"], () => npmCi("."));
  await step("contracts", ["contracts", "hardhat.config.js", "package-lock.json"], () =>
    must("hardhat build", "node", [hardhat, "build", "--no-tests"], { quiet: true }),
  );
}

async function setUpProduction() {
  const args = [
    "build",
    "--config",
    "tools/contracts/production.config.js",
    "--build-profile",
    "production",
    "--no-tests",
  ];
  await step("production contracts", ["contracts", "hardhat.config.js", "package-lock.json"], () =>
    must("hardhat build", "node", [hardhat, ...args], { quiet: true }),
  );
}

async function setUpBenchmarks() {
  const project = "tests/Hypernet.Benchmarks";
  await step("benchmarks", [project, ...sources], () => publish(`${project}/Hypernet.Benchmarks.csproj`));
}

async function setUpPrograms() {
  if (["tests", "all"].includes(target)) {
    await step("tests", ["tests", "Hypernet.sln", ...sources], () => dotnet("Hypernet.sln"));
  }
  await step("command line", sources, () => dotnet("src/Hypernet.Cli/Hypernet.Cli.csproj"));
}

/** What each target needs beside the contracts. */
const rest = {
  contracts: [],
  gas: [setUpProduction],
  cli: [setUpPrograms],
  tests: [setUpPrograms],
  all: [setUpProduction, setUpPrograms],
  benchmarks: [setUpBenchmarks],
  comparison: [setUpBenchmarks],
  market: [setUpBenchmarks],
};

try {
  await debianPackages(packages[target]);
  await setUpContracts();
  for (const setUp of rest[target]) await setUp();
} catch (error) {
  console.error(`error: ${error.message}`);
  if (error.hint) console.error(`hint: ${error.hint}`);
  process.exitCode = error.exitCode ?? 1;
}
