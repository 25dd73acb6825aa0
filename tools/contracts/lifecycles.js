// Random lives of jobs, each recorded and compared to the wei with two models. `npm run lifecycles -- --help` says more.
import { fork } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import config from "../../hardhat.config.js";
import { openMarket } from "../../tests/contracts/helpers/market.js";
import { keepTime } from "../../tests/contracts/helpers/time.js";
import { compare } from "../../tests/contracts/model/comparison.js";
import { textOf } from "../../tests/contracts/model/lifecycle.js";
import { live } from "../../tests/contracts/model/live.js";
import { choose, placesOf } from "../../tests/contracts/model/places.js";
import { environment, root, run } from "../processes.js";
import { printRows, row } from "./rows.js";

const help = `Lets jobs live at random on a chain in this process, records each one's life in build/lifecycles, and compares what the
contracts have told and paid with a model in JavaScript (tests/contracts/model) and the fold in C# (src/Hypernet.Market).

usage: npm run lifecycles -- [--lifecycles N] [--seed S] [--workers W] [--json | --update]

  --lifecycles N   how many lives. Default: 100
  --seed S         the first one's seed; the others' follow. Default: 1
  --workers W      processes. Default: as many as the machine has cores
  --json           the rows once more, as the last line
  --update         write tests/vectors/lifecycles anew, from as few as come by everything; 500 will do. The fold in C# is
                   not asked: its own tests read them
  --help           this text`;

const folder = path.join(root, "build", "lifecycles");
const vectors = path.join(root, "tests", "vectors", "lifecycles");
const { values } = parseArgs({
  options: {
    lifecycles: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: `${availableParallelism()}` },
    json: { type: "boolean" },
    update: { type: "boolean" },
    help: { type: "boolean" },
  },
});
const [lifecycles, first, workers] = [values.lifecycles, values.seed, values.workers].map(Number);
const isWorker = process.send !== undefined;

if (values.help) {
  console.log(help);
} else if (![lifecycles, first, workers].every((number) => Number.isSafeInteger(number) && number > 0)) {
  console.error("error: --lifecycles, --seed and --workers are numbers from 1\nhint: npm run lifecycles -- --help");
  process.exitCode = 2;
} else if (isWorker) {
  process.once("message", work);
} else {
  await lead();
}

/** Shares the seeds out, adds up what comes back, and lets C# judge the files. */
async function lead() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const began = performance.now();
  const done = [];
  const take = (result) => {
    done.push(result);
    for (const fault of result.faults) console.error(`seed ${result.seed}: ${fault}`);
    if (done.length % 50 !== 0) return;
    const left = ((performance.now() - began) / done.length) * (lifecycles - done.length);
    console.error(`${done.length} of ${lifecycles} lifecycles, ${(left / 60_000).toFixed(1)} min to go`);
  };
  const seeds = Array.from({ length: lifecycles }, (_, i) => first + i);
  const shares = Array.from({ length: Math.min(workers, lifecycles) }, (_, i) =>
    seeds.filter((seed) => seed % workers === i % workers),
  );
  const codes = await Promise.all(shares.map((share) => hire(share, take)));
  const walked = performance.now();
  const isWhole = codes.every((code) => code === 0) && done.length === lifecycles;
  const differing = done.filter(({ faults }) => faults.length > 0).length;
  const rows = [
    row("lifecycles compared", done.length, "lifecycles", lifecycles, "more"),
    row("calls played by the model", sum(done, "calls"), "calls"),
    row("events compared with the model's", sum(done, "events"), "events"),
    row("lifecycles in which the model differs", differing, "lifecycles", 0),
    row("differences of the model in all amounts", sum(done, "wei"), "wei", 0),
    row("time to live and compare", (walked - began) / 60_000, "min"),
  ];
  if (!values.update) {
    rows.push(row("lifecycles folded in C# to the same wei", await fold(), "lifecycles", lifecycles, "more"));
    rows.push(row("time to fold in C#", (performance.now() - walked) / 60_000, "min"));
  }
  printRows(rows, values.json);
  if (!isWhole || rows.some(({ met }) => met === false)) process.exitCode = 1;
  else if (values.update) update();
}

function sum(results, name) {
  return Number(results.reduce((total, result) => total + BigInt(result[name]), 0n));
}

/** Keeps a few lifecycles for others to read. */
function update() {
  const lifecycles = readdirSync(folder).map((name) => {
    const text = readFileSync(path.join(folder, name), "utf8");
    return { name, length: text.length, places: placesOf(JSON.parse(text)) };
  });
  const chosen = choose(lifecycles);
  rmSync(vectors, { recursive: true, force: true });
  mkdirSync(vectors, { recursive: true });
  for (const { name } of chosen) copyFileSync(path.join(folder, name), path.join(vectors, name));
  console.error(`${chosen.length} lifecycles are in tests/vectors/lifecycles`);
}

function hire(seeds, take) {
  return new Promise((resolve, reject) => {
    const worker = fork(import.meta.filename, [], { cwd: root, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    worker.on("message", take).once("error", reject).once("close", resolve);
    worker.send(seeds);
  });
}

async function work(seeds) {
  const hre = await createHardhatRuntimeEnvironment(config, {}, root);
  const connection = await hre.network.create({ override: { initialDate: "2026-11-22T00:00:00Z" } });
  keepTime(connection);
  const market = () => openMarket(connection);
  for (const seed of seeds) {
    try {
      const lifecycle = await live(await connection.networkHelpers.loadFixture(market), seed);
      writeFileSync(path.join(folder, `${seed}.json`), textOf(lifecycle));
      const { calls, events, faults, wei } = compare(lifecycle);
      process.send({ seed, calls, events, faults, wei: `${wei}` });
    } catch (fault) {
      process.send({ seed, calls: 0, events: 0, faults: [fault.shortMessage ?? fault.message], wei: "0" });
    }
  }
  process.disconnect();
}

/** How many of the files the fold in C# agrees with. */
async function fold() {
  const args = ["test", path.join("tests", "Hypernet.Market.Tests"), "-v", "q", "--nologo"];
  const filter = ["--filter", "FullyQualifiedName~LifecycleTests"];
  const env = { ...environment, HYPERNET_LIFECYCLES: folder };
  const { code, output } = await run("dotnet", [...args, ...filter], { env, quiet: true });
  if (code !== 0) console.error(output);
  const [, passed] = /Passed:\s+(\d+)/.exec(output) ?? [];
  return Number(passed ?? 0);
}
