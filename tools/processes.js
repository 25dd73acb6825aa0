// Child processes of the runner: their environment, their output, the signals that must reach them.
import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const toolsBin = path.join(root, "tools", "linux-x64", "node_modules", ".bin");

/** The environment of every child: our pinned Node and Anvil first, no telemetry, no build node left behind. */
export const environment = {
  ...process.env,
  PATH: `${toolsBin}:${process.env.PATH ?? ""}`,
  DOTNET_CLI_TELEMETRY_OPTOUT: "1",
  DOTNET_NOLOGO: "1",
  DOTNET_CLI_UI_LANGUAGE: "en",
  MSBUILDDISABLENODEREUSE: "1",
  HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
  npm_config_update_notifier: "false",
};

export class Failure extends Error {
  constructor(message, { hint, exitCode = 1 } = {}) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** Runs a command to its end. Returns its exit code and what it printed; prints it too, unless quiet. */
export function run(command, args, { cwd = root, env = environment, quiet = false, stdio } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: stdio ?? ["ignore", "pipe", "pipe"] });
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", ignore).on("SIGTERM", forward);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (!quiet) process.stderr.write(text);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("SIGINT", ignore).off("SIGTERM", forward);
      resolve({ code: code ?? (signal === "SIGINT" ? 130 : 1), output });
    });
  });
}

/** Runs a command that must succeed; its output is shown when it does not. */
export async function must(name, command, args, options = {}) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) {
    if (options.quiet) process.stderr.write(output);
    throw new Failure(`${name} ended with exit code ${code}`, { hint: options.hint, exitCode: options.exitCode });
  }
  return output;
}

/** Ctrl-C reaches the whole foreground group: the child ends itself, the runner waits for it. */
function ignore() {}
