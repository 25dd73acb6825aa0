// `npm run rehearse:deploy`: the rehearsal at a test network's pace. Only said aloud when it is run, not when it is imported.
import { assertRehearsed, rehearse } from "./rehearsal.js";

if (process.argv[1] === import.meta.filename) {
  const [seed, blockSeconds] = [process.argv[2] ?? 1, process.argv[3] ?? 12].map(Number);
  const began = performance.now();
  const talk = (line) => console.error(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s | ${line}`);
  talk(`seed ${seed}, a block every ${blockSeconds} s: this takes about ${Math.ceil(1.25 * blockSeconds)} minutes`);
  const faults = { dropped: 4, unanswered: 4, limited: 2, broken: 2, garbled: 2, silent: 1 };
  const came = await rehearse({ blockSeconds, faults, seed, talk });
  assertRehearsed(came);
  console.log(
    `killed ${came.kills} times, fees raised ${came.bumps} times, ${JSON.stringify(came.faults)}: ` +
      `${came.transactions.length} transactions, each once; ${Object.keys(came.deployment.addresses).length} contracts`,
  );
}
