import { el, table } from "./elements.js";
import { ago } from "./format.js";
import { follow } from "./stream.js";

const COLUMNS = [
  { title: "Partition", number: true },
  { title: "Done" },
  { title: "Checkpoint", number: true },
  { title: "Replicas", number: true },
  { title: "Residual", number: true, wide: true },
  { title: "Members", number: true, wide: true },
  { title: "Age" },
  { title: "Last line", wide: true },
];

// How far a job is, as its sellers report it. The rows stay and their values change, so that neither the focus nor a screen
// reader's place is lost every second; it is not announced either, or nothing else would be heard.
export function progressView(address) {
  const element = el("section", { "aria-labelledby": "progress-title", hidden: "" });
  const label = el("p", { class: "quiet" });
  let rows = [];
  let shown;

  function show(view) {
    shown = { view, at: Date.now() };
    element.hidden = !view.partitions.some((partition) => partition.reporting > 0);
    if (rows.length !== view.partitions.length) {
      rows = view.partitions.map(row);
      element.replaceChildren(
        el("h2", { id: "progress-title" }, "Progress"),
        label,
        table(COLUMNS, rows.map(({ cells }) => cells), { class: "progress" }, "How far each partition is, as its sellers report it"),
      );
    }
    label.textContent = `${view.label}; checkpoints alone are verified`;
    refresh();
  }

  function refresh() {
    if (!shown) return;
    rows.forEach((row, i) => row.show(shown.view.partitions[i], shown.at));
  }

  // Nobody looks at a page in the background: it leaves the connection to others.
  let connection;
  function start() {
    connection?.abort();
    connection = new AbortController();
    if (document.visibilityState !== "visible") return;
    follow(`/v1/events?topic=telemetry:${address}`, 0, {
      onEvent: (_, view) => show(view),
      onState: () => {},
      signal: connection.signal,
    });
  }

  document.addEventListener("visibilitychange", start);
  const timer = setInterval(refresh, 5000);
  start();
  return {
    address,
    element,
    stop() {
      document.removeEventListener("visibilitychange", start);
      clearInterval(timer);
      connection.abort();
    },
  };
}

function row({ partition }) {
  const bar = el("progress", { max: "1", "aria-label": `partition ${partition}` });
  const share = el("span", { class: "share" });
  const [checkpoint, replicas, residual, members, age, line] = Array.from({ length: 6 }, () => el("span"));
  line.className = "mono line";
  return {
    cells: [String(partition), [bar, share], checkpoint, replicas, residual, members, age, line],
    show(view, at) {
      const isKnown = view.total !== undefined;
      // Rounded down: 100 % is all.
      const percent = isKnown ? Math.floor((100 * view.done) / view.total) : 0;
      bar.value = isKnown ? view.done / view.total : 0;
      share.textContent = isKnown ? `${percent} %` : "not reported";
      share.title = isKnown ? `${view.done} of ${view.total}` : "";
      checkpoint.textContent = view.checkpoint ?? "–";
      replicas.textContent = `${view.reporting} of ${view.replicas}`;
      residual.textContent = view.residual === undefined ? "–" : view.residual.toExponential(1);
      members.textContent = view.members ?? "–";
      age.textContent = isKnown ? ago(at - 1000 * view.ageSeconds) : "–";
      line.textContent = view.line ?? "";
    },
  };
}
