import { createServer } from "node:http";
import { once } from "node:events";
import { json } from "node:stream/consumers";

/**
 * A double of Sourcify's server (its API v2, as its documentation has it): which contracts are verified, sources for
 * verification, and what came of it.
 *
 * @param judge Called with a contract's address, its name and the compiler's input; gives the reason of a refusal, or
 *   nothing.
 */
export async function startExplorer(judge) {
  const verified = new Set();
  const submissions = [];
  const server = createServer(async (request, response) => {
    const answer = (status, body) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const [, , kind, chainId, address] = request.url.split("/");
    if (kind === "contract") {
      const match = verified.has(address) ? "exact_match" : null;
      answer(match === null ? 404 : 200, { match, creationMatch: match, runtimeMatch: match, chainId, address });
    } else if (request.method === "POST") {
      const { stdJsonInput, contractIdentifier, compilerVersion } = await json(request);
      const submission = { chainId: Number(chainId), address, contractIdentifier, compilerVersion, stdJsonInput };
      answer(202, { verificationId: `${submissions.push(submission) - 1}` });
    } else {
      const submission = submissions[Number(chainId)];
      const refusal = judge(submission);
      if (refusal === undefined) verified.add(submission.address);
      answer(200, {
        isJobCompleted: true,
        verificationId: chainId,
        jobStartTime: "2026-11-22T00:00:00Z",
        contract: { match: refusal === undefined ? "exact_match" : null, address: submission.address },
        ...(refusal === undefined ? {} : { error: { customCode: "no_match", message: refusal } }),
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    submissions,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
