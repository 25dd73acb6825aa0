// A stamp remembers what a step has read, so that a warm start can skip it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./processes.js";

const folder = path.join(root, "build", "stamps");
const passedOver = new Set(["node_modules", "build", "bin", "obj", "__pycache__"]);

/** Runs the action unless it has succeeded before with the same inputs (files and folders, by content). */
export async function stamped(name, inputs, action) {
  mkdirSync(folder, { recursive: true });
  const stamp = path.join(folder, name.replaceAll(" ", "-"));
  const now = digest(inputs);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  rmSync(stamp, { force: true });
  await action();
  writeFileSync(stamp, digest(inputs));
}

function digest(inputs) {
  const hash = createHash("sha256");
  const add = (relative) => {
    const full = path.join(root, relative);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const entry of readdirSync(full).sort()) if (!passedOver.has(entry)) add(path.join(relative, entry));
    } else {
      hash.update(relative).update("\0").update(readFileSync(full)).update("\0");
    }
  };
  inputs.forEach(add);
  return hash.digest("hex");
}
