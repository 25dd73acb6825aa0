import { createServer, request as forward } from "node:http";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";

/** A request that was lost, or its answer; what a busy gateway says; a node that says nothing for longer than one waits. */
const FAULTS = {
  dropped: (_, response) => response.destroy(),
  unanswered: async (ask, response) => {
    await ask();
    response.destroy();
  },
  limited: (_, response) => response.writeHead(429, { "retry-after": "0" }).end("slow down"),
  broken: (_, response) => response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>"),
  garbled: (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<h1>Maintenance</h1>"),
  silent: () => {},
};

/**
 * A public node as it is on bad days, in front of a good one: of a hundred requests some meet a fault each.
 *
 * @param url The good node.
 * @param chance Decides, by its seed.
 * @param faults Fault → number of requests in a hundred.
 * @param onSend Awaited with the raw transaction of each request that sends one; gives "swallow" for one that is not, "hush" for one whose answer is not to be told, or nothing.
 */
export async function startFlakyNode({ url, chance, faults, onSend }) {
  const counts = Object.fromEntries(Object.keys(faults).map((name) => [name, 0]));
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const ask = () => answerOf(url, body);
    const { method, params } = JSON.parse(body);
    const order = method === "eth_sendRawTransaction" ? await onSend(params[0]) : undefined;
    if (order === "swallow") return;
    const fault = order === undefined ? faultOf(chance, faults) : undefined;
    if (fault !== undefined) {
      counts[fault]++;
      await FAULTS[fault](ask, response);
      return;
    }
    const answer = await ask();
    if (order !== "hush") response.writeHead(200, { "content-type": "application/json" }).end(answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    counts,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answerOf(url, body) {
  const asked = forward(url, { method: "POST", headers: { "content-type": "application/json" } });
  asked.end(body);
  const [answer] = await once(asked, "response");
  return buffer(answer);
}

function faultOf(chance, faults) {
  let drawn = chance.between(1, 100);
  for (const [name, cases] of Object.entries(faults)) {
    drawn -= cases;
    if (drawn <= 0) return name;
  }
  return undefined;
}
