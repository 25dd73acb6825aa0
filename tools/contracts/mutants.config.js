// Hardhat on artifacts that have been changed already: those of the folder HYPERNET_ARTIFACTS.
import path from "node:path";
import process from "node:process";
import config from "../../hardhat.config.js";

const folder = process.env.HYPERNET_ARTIFACTS;

export default {
  ...config,
  paths: { ...config.paths, artifacts: path.join(folder, "contracts"), cache: path.join(folder, "cache") },
};
