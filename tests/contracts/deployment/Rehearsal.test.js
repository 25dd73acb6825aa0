import { describe, it } from "node:test";
import { assertRehearsed, rehearse } from "./rehearsal.js";

describe("Deployment on a bad day", () => {
  it("ends with each contract deployed once, though the process is killed ten times", async () => {
    // `npm run rehearse:deploy` does the same at a test network's pace.
    const faults = { dropped: 4, unanswered: 4, limited: 2, broken: 2, garbled: 2 };
    assertRehearsed(await rehearse({ blockSeconds: 0.25, faults, seed: 5 }));
  });
});
