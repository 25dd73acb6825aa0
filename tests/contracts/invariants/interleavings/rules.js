import assert from "node:assert/strict";
import { JobStatus } from "../../helpers/enums.js";
import { count } from "../../helpers/fold.js";
import { PURSE } from "../../helpers/market.js";

const min = Math.min;

// What each verdict costs, of the cells that remain (docs/spec/job.md §4).
const missed = (cells) => min(cells, Math.max(2, Math.ceil(cells / 2)));
const expelled = (cells) => missed(cells);
const wrong = (cells) => cells;
const copied = (cells) => cells;
const withheld = (cells) => cells;
const delayed = () => 1;

const ranksOf = (mask) => Array.from({ length: 16 }, (_, i) => i).filter((i) => (mask >> i) & 1);

/** What must hold of a move from one state to the next. Answers the verdicts that it brings. */
export function checkMove(state, move, next) {
  // 10: the checkpoint never goes back.
  assert.ok(next.progress.checkpoint >= state.progress.checkpoint);
  // 1, 3: nothing comes from nowhere.
  assert.equal(next.wealth, state.wealth);
  for (const [i, seller] of state.cast.sellers.entries()) {
    const [before, after] = [state.tenures[i], next.tenures[i]];
    // 15: a tenure that has ended earns nothing later.
    if (before.isClosed) {
      assert.deepEqual(after, before);
      assert.equal(next.free.get(seller), state.free.get(seller));
    }
  }
  const goesOn = state.status === JobStatus.Running || state.status === JobStatus.Frozen;
  return goesOn ? checkVerdicts(state, move, next) : [];
}

/** 14, 17 and the decision table (docs/spec/job.md §4), written a second time: who is judged, and what it pays. */
function checkVerdicts(state, move, next) {
  const { replication, checkpoints } = state.terms;
  const verdicts = [];
  for (const id of state.groups.keys()) {
    const expected = expectedOf(state, id, move);
    verdicts.push(...[...expected.values()].map((verdict) => verdict.name));
    for (const i of ranksOf(state.groups[id].active | state.groups[id].pending)) {
      const rank = id * replication + i;
      const { seller, lockedCells } = state.at(rank);
      const { endCheckpoint, forfeitedCells } = next.of(seller);
      const m = min(checkpoints - state.progress.checkpoint + 1, lockedCells);
      const price = expected.get(rank)?.(m);
      assert.deepEqual(
        [endCheckpoint, forfeitedCells],
        price === undefined ? [0, 0] : [state.progress.checkpoint, price],
        `rank ${rank} pays ${forfeitedCells} cells of ${m}, not ${price ?? "nothing"}`,
      );
      if (state.conductOf(rank) === "honest, revealed")
        checkHonest(state, id, move, rank, endCheckpoint, forfeitedCells);
    }
  }
  return verdicts;
}

// 14: who reveals the honest digest beside a quorum that does loses nothing, if anybody opens it in time.
function checkHonest(state, id, move, rank, endCheckpoint, forfeitedCells) {
  if (move.rank === rank) return;
  const conducts = revealed(state, id);
  const honest = conducts.filter((conduct) => conduct.startsWith("honest")).length;
  const isLate = state.clock > state.groups[id].closedAt + 2 * state.terms.revealSeconds;
  if (honest >= state.terms.quorum && !isLate) assert.equal(endCheckpoint, 0);
  const least = state.terms.quorum;
  const others = ["wrong", "failed"].some(
    (kind) => conducts.filter((conduct) => conduct.startsWith(kind)).length >= least,
  );
  if (!others && !isLate) assert.ok(forfeitedCells <= 1);
}

/** Who of a group ends its tenure by a move, and at what price: rank → cells paid of those that remain. */
function expectedOf(state, id, move) {
  const { replication, quorum } = state.terms;
  const group = state.groups[id];
  if (move.rank !== undefined && Math.floor(move.rank / replication) === id) {
    const isPending = (group.pending >> move.rank % replication) & 1;
    const isScarce = !isPending && count(group.active) <= quorum;
    const prices = { resign: isScarce ? missed : delayed, equivocate: copied, expel: expelled };
    return new Map(move.name in prices ? [[move.rank, prices[move.name]]] : []);
  }
  if (move.group !== id || !move.name.startsWith("settle")) return new Map();
  if (move.name === "settle unanimously") return new Map();
  return new Map(
    ranksOf(group.active).flatMap((i) => {
      const rank = id * replication + i;
      const price = group.committed === 0 ? silenceOf(state, group, i) : verdictOf(state, id, rank);
      return price === undefined ? [] : [[rank, price]];
    }),
  );
}

function silenceOf(state, group, i) {
  if (!((group.present >> i) & 1)) return missed;
  const isLast = count(group.active & group.present) >= state.terms.quorum && group.hasRearmed;
  return isLast && state.progress.settledGroups !== 0 ? delayed : undefined;
}

function verdictOf(state, id, rank) {
  const { quorum, revealSeconds } = state.terms;
  const group = state.groups[id];
  const isLate = state.clock > group.closedAt + 2 * revealSeconds;
  const conducts = revealed(state, id);
  // Copying ones have the honest tag.
  const tags = { honest: ["honest", "copied"], wrong: ["wrong"], failed: ["failed"] };
  const holds = (name, conduct) => tags[name].some((kind) => conduct.startsWith(kind));
  const agreed = Object.keys(tags).find((name) => conducts.filter((conduct) => holds(name, conduct)).length >= quorum);
  const isSealed = (conduct) => agreed !== undefined && !isLate && conduct.startsWith(agreed);
  const isCarried = conducts.filter(isSealed).length >= quorum;
  const conduct = state.conductOf(rank);
  const bit = 1 << rank % state.terms.replication;
  if (!(group.committed & bit)) {
    if (isCarried && agreed === "failed") return undefined;
    return group.present & bit ? delayed : missed;
  }
  if (!(group.revealed & bit)) return withheld;
  if (isSealed(conduct)) return isCarried ? undefined : delayed;
  if (agreed !== undefined && holds(agreed, conduct)) return isLate ? withheld : copied;
  return isCarried ? wrong : delayed;
}

/** What those of a group have done that have revealed. */
function revealed(state, id) {
  const { replication } = state.terms;
  return ranksOf(state.groups[id].revealed).map((i) => state.conductOf(id * replication + i));
}

/** 3, 5, 6, 8, 9, 18: whatever the path to an end, and in whatever order all is claimed, everybody has what §2 says. */
export function checkEnd(closings, { ask, fee, unitCollateral }) {
  const [first, ...others] = closings;
  for (const other of others) assert.deepEqual(other.digits, first.digits, "the order of claims matters");
  assert.equal(first.balance, 0n);
  let paid = 0n;
  let forfeited = 0n;
  for (const [i, seller] of first.cast.sellers.entries()) {
    const { paidCells, forfeitedCells } = first.tenures[i];
    assert.equal(first.free.get(seller) - PURSE, BigInt(paidCells) * ask - BigInt(forfeitedCells) * unitCollateral);
    paid += BigInt(paidCells);
    forfeited += BigInt(forfeitedCells);
  }
  assert.equal(BigInt(first.progress.paidCells), paid);
  const [buyer, treasury] = first.cast.others.map((other) => first.free.get(other));
  assert.equal(buyer - PURSE, -paid * (ask + fee));
  assert.equal(treasury, paid * fee + forfeited * unitCollateral);
}
