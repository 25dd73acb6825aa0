// Hardhat on contracts that tell what of them has run: what the tests reach lands in build/coverage/reached.json.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getCoverageLibrary } from "@nomicfoundation/edr/coverage";
import config from "../../hardhat.config.js";
import { instrument, LIBRARY } from "./instrument.js";
import { contractSources, root } from "./syntax.js";

const folder = path.join(root, "build", "coverage");
const { filename, content } = getCoverageLibrary();
const { texts, points } = instrument(contractSources(), [filename, LIBRARY.name]);
const hits = new Set();

const handlers = (category) => async () => ({ default: async () => category });

const telling = {
  id: "hypernet:coverage",
  hookHandlers: {
    solidity: handlers({
      preprocessProjectFileBeforeBuilding: async (context, sourceName, fsPath, fileContent, solcVersion, next) => {
        const text = texts.get(path.relative(root, fsPath)) ?? fileContent;
        return next(context, sourceName, fsPath, text, solcVersion);
      },
      preprocessSolcInputBeforeBuilding: async (context, input, next) => {
        input.sources[filename] = { content };
        input.sources[LIBRARY.name] = { content: LIBRARY.text(filename) };
        return next(context, input);
      },
    }),
    network: handlers({
      onCoverageData: async (_context, tags) => {
        for (const tag of tags) hits.add(Number(`0x${tag}`));
      },
    }),
    test: handlers({
      onTestRunDone: async (context, id, next) => {
        await next(context, id);
        mkdirSync(folder, { recursive: true });
        const reached = points.map((point, i) => ({ ...point, isHit: hits.has(i + 1) }));
        writeFileSync(path.join(folder, "reached.json"), JSON.stringify(reached));
      },
    }),
  },
};

export default {
  ...config,
  plugins: [...config.plugins, telling],
  paths: { ...config.paths, artifacts: path.join(folder, "contracts"), cache: path.join(folder, "cache") },
};
