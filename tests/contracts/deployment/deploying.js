import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const root = path.dirname(fileURLToPath(import.meta.resolve("../../../package.json")));

/** What a person's shell may say to a deployment, and a test's must not by chance. */
const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("HYPERNET_"));

/**
 * Runs what `npm run deploy` runs.
 *
 * @param args Arguments of deployment/deploy.js.
 * @param variables What the environment says beside PATH and the like.
 * @param onLine Called with each line for people.
 * @param onStart Called with the process.
 * @returns How it ended, what it printed as its result, and all lines for people.
 */
export async function deploy(args, variables, { onLine = () => {}, onStart = () => {} } = {}) {
  const child = spawn("node", ["deployment/deploy.js", ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), CI: "true", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onStart(child);
  const lines = [];
  createInterface(child.stderr).on("line", (line) => {
    lines.push(line);
    onLine(line);
  });
  const [result, [status, signal]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { status, signal, result, output: lines.join("\n") };
}
