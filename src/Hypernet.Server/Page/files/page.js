import { el, mono } from "./elements.js";
import { jobView } from "./job.js";
import { jobsView } from "./jobs.js";
import { progressView } from "./progress.js";
import { follow } from "./stream.js";

// A burst of events costs one request; a page in the background none.
const SETTLE = 150;

const view = document.getElementById("view");
const live = document.getElementById("live");
const notice = document.getElementById("notice");
const chain = document.getElementById("chain");

let request; // The newest one: what an older one still brings is out of date.
let timer;
let progress; // Of the job that is shown; it follows a stream of its own.

async function read(path, signal) {
  const response = await fetch(path, { signal });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

async function render() {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  const [, address] = location.hash.match(/^#\/jobs\/(0x[0-9a-fA-F]{40})$/) ?? [];
  const [, after] = location.hash.match(/^#\/after\/(.+)$/) ?? [];
  try {
    if (progress?.address !== address) {
      progress?.stop();
      progress = undefined;
    }
    const status = await read("/status", signal);
    const content = address ? await showJob(address, signal) : await showJobs(after, signal);
    chain.textContent = `${status.network} · chain ${status.chainId} · block ${status.block?.number ?? "–"} of ${status.headBlock ?? "?"}`;
    const focused = document.activeElement;
    view.replaceChildren(...content);
    if (view.contains(focused)) focused.focus({ preventScroll: true }); // What is kept, such as the progress, keeps the focus too.
    view.setAttribute("aria-busy", "false");
    notice.hidden = true;
    return status;
  } catch (fault) {
    if (signal.aborted) return undefined;
    notice.textContent = `The server could not be asked: ${fault.message}. What is shown may be out of date; the next attempt follows by itself.`;
    notice.hidden = false;
    refresh(5000);
    return undefined;
  }
}

async function showJobs(after, signal) {
  return jobsView(await read(after ? `/v1/jobs?after=${after}` : "/v1/jobs", signal));
}

async function showJob(address, signal) {
  const details = await read(`/v1/jobs/${address}`, signal);
  if (details && isComputed(details.job)) progress ??= progressView(address);
  return details ? jobView(details, progress?.element) : [el("p", { class: "empty" }, "This server knows of no job at ", mono(address), ".")];
}

const isComputed = ({ status }) => ["Running", "Frozen", "Completed"].includes(status);

function refresh(delay = SETTLE) {
  timer ??= setTimeout(() => {
    timer = undefined;
    if (document.visibilityState === "visible") render();
  }, delay);
}

function onState(state) {
  live.dataset.state = state;
  live.textContent = state === "live" ? "live" : "not connected: what is shown may be out of date";
}

addEventListener("hashchange", () => {
  view.replaceChildren(el("p", { class: "quiet" }, "Loading …"));
  render();
});
document.addEventListener("visibilitychange", () => refresh());
const status = await render();
follow("/v1/events", status?.position ?? 0, { onEvent: () => refresh(), onState });
