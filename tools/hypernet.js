#!/usr/bin/env node
// `npx hypernet …` in a clone.
process.argv.splice(2, 0, "hypernet");
await import("./run.js");
