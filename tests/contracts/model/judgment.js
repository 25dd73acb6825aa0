import { commitmentOf, sealOf, tagOf } from "../helpers/commit.js";
import { Verdict } from "../helpers/enums.js";

/**
 * docs/spec/job.md §4: what a round in which somebody has committed comes to.
 *
 * @param context What names the round: { chainId, job, checkpoint, attempt, group }.
 * @param active Its ranks, ascending: { rank, tenure, isPresent, commitment, reveal }.
 * @param quorum Equal results that carry a checkpoint.
 * @param digest What somebody opens; undefined if nobody did in time.
 * @returns {{ agreeing, isOpened, isCarried, hasFailed, verdicts }} The ranks of a quorum with one tag, and a verdict on
 * each of the active, in their order.
 */
export function judge(context, active, quorum, digest) {
  const holders = mostFrequent(active);
  const agreeing = holders.length >= quorum ? holders : [];
  const tag = agreeing[0]?.reveal.tag;
  const says = (hasFailed) => digest !== undefined && tag === tagOf(context, digest, hasFailed);
  const hasFailed = says(true);
  const isOpened = hasFailed || says(false);
  const isSealed = (member) => {
    const { number, seller } = member.tenure;
    const seal = () => sealOf(context, { rank: member.rank, tenure: number, seller }, digest);
    return isOpened && agreeing.includes(member) && member.reveal.seal === seal();
  };
  const sealed = active.filter(isSealed);
  const isCarried = agreeing.length > 0 && sealed.length >= quorum;

  const verdictOn = (member) => {
    if (member.commitment === undefined) return member.isPresent ? Verdict.Delayed : Verdict.Missed;
    if (member.reveal === undefined) return Verdict.Withheld;
    if (sealed.includes(member)) return isCarried ? Verdict.Honest : Verdict.Delayed;
    if (agreeing.includes(member)) return isOpened ? Verdict.Copied : Verdict.Withheld;
    return isCarried ? Verdict.Wrong : Verdict.Delayed;
  };
  return { agreeing, isOpened, isCarried, hasFailed, verdicts: active.map(verdictOn) };
}

/** Whether this is what a rank has committed to. */
export const opens = (context, { rank, tenure, commitment }, opening) =>
  commitmentOf(context, { rank, seller: tenure.seller }, opening) === commitment;

/** Those that have revealed the tag that most have; of equals, that of the lowest rank. */
function mostFrequent(active) {
  const parties = new Map();
  for (const member of active) {
    const tag = member.reveal?.tag;
    if (tag !== undefined) parties.set(tag, [...(parties.get(tag) ?? []), member]);
  }
  return [...parties.values()].reduce((most, party) => (party.length > most.length ? party : most), []);
}
