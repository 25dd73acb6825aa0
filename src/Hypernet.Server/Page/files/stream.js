// A stream of the server's events, for as long as the page is open or the signal lets it. Heartbeats come every 15 s: a longer silence means that
// what the page shows may be out of date, and the connection is made anew.
const SILENCE = 40_000;
const LONGEST_DELAY = 15_000;

export async function follow(path, from, { onEvent, onState, signal }) {
  let cursor = from;
  let delay = 500;
  while (!signal?.aborted) {
    const connection = new AbortController();
    const either = signal ? AbortSignal.any([connection.signal, signal]) : connection.signal;
    let watchdog;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => connection.abort(), SILENCE);
    };
    try {
      alive();
      const response = await fetch(path, {
        headers: { "Last-Event-ID": String(cursor) },
        signal: either,
        cache: "no-store",
      });
      if (response.status === 409) {
        location.reload(); // The server's store was built anew.
        return;
      }
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      for await (const block of blocks(response.body, alive)) {
        delay = 500;
        cursor = block.id ?? cursor;
        onState("live");
        if (block.event) onEvent(block.event, JSON.parse(block.data));
      }
    } catch {
      // Nothing is lost: the next connection resumes after the last id.
    }
    clearTimeout(watchdog);
    if (signal?.aborted) return;
    onState("stale");
    await new Promise((resume) => setTimeout(resume, delay));
    delay = Math.min(2 * delay, LONGEST_DELAY);
  }
}

async function* blocks(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    text += value;
    const ready = text.split("\n\n");
    text = ready.pop();
    for (const block of ready) yield fields(block);
  }
}

function fields(block) {
  const found = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) found[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
  }
  return found;
}
