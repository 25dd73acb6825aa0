import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * Starts a chain of its own on a free port.
 *
 * @param args More arguments for Anvil.
 * @returns Its address, and how to end it.
 */
export async function startAnvil(...args) {
  const chain = spawn("anvil", ["--host", "127.0.0.1", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = `http://${await listening(chain)}`;
  const stop = async () => {
    chain.kill();
    if (chain.exitCode === null && chain.signalCode === null) await once(chain, "exit");
  };
  return { url, stop };
}

function listening(chain) {
  return new Promise((resolve, reject) => {
    const lines = [];
    // Read to the end: a pipe that is full would stop the chain.
    createInterface(chain.stdout).on("line", (line) => {
      const found = /Listening on (127\.0\.0\.1:\d+)/.exec(line);
      if (found) resolve(found[1]);
      else if (lines.length < 100) lines.push(line);
    });
    chain.once("exit", () => reject(new Error(`The chain did not start: ${lines.join("\n")}`)));
  });
}
