/** States and the moves between them, as far as they are known. */
export class Graph {
  #ids = new Map();
  nodes = [];
  transitions = 0;

  idOf(state) {
    return this.#ids.get(state.key);
  }

  /** Takes a state in; undefined if it is known. */
  add(state) {
    if (this.#ids.has(state.key)) return undefined;
    const id = this.nodes.length;
    this.#ids.set(state.key, id);
    const { status, progress } = state;
    this.nodes.push({ status, abortReason: progress.abortReason, hasEnded: state.hasEnded, edges: [], faults: [] });
    return id;
  }

  connect(from, { name, isAnyones }, to) {
    ++this.transitions;
    this.nodes[from].edges.push({ name, isAnyones, to });
  }

  /** The shortest path from the first state to one of which a condition holds: [id, edge] each; undefined if there is none. */
  pathTo(condition) {
    const before = new Map([[0, undefined]]);
    for (const id of before.keys()) {
      if (condition(this.nodes[id], id)) return this.#trace(before, id);
      for (const edge of this.nodes[id].edges) if (!before.has(edge.to)) before.set(edge.to, { id, edge });
    }
    return undefined;
  }

  #trace(before, id) {
    const path = [];
    for (let step = before.get(id); step !== undefined; step = before.get(step.id))
      path.unshift({ from: step.id, ...step.edge });
    return path;
  }

  /** States from which no end can be reached by moves that anyone can make. */
  stuck() {
    const sources = this.nodes.map(() => []);
    for (const [id, { edges }] of this.nodes.entries()) {
      for (const { to, isAnyones } of edges) if (isAnyones) sources[to].push(id);
    }
    const safe = new Set(this.nodes.keys().filter((id) => this.nodes[id].hasEnded));
    for (const id of safe) for (const source of sources[id]) safe.add(source);
    return [...this.nodes.keys()].filter((id) => !safe.has(id));
  }
}
