const DECIMALS = 18;

// 1500000000000000000 → 1.5
export function tokens(amount) {
  const digits = BigInt(amount).toString().padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  return digits.slice(0, -DECIMALS) + (fraction && `.${fraction}`);
}

export const short = (hex) => `${hex.slice(0, 8)}…${hex.slice(-4)}`;

// By the clock of the chain and of this machine, which may differ a little.
export function ago(time) {
  const seconds = Math.max(0, Math.round((Date.now() - new Date(time)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(time).toISOString().slice(0, 10);
}

const TONES = {
  good: ["Completed", "Running", "Honest"],
  bad: ["Aborted", "Cancelled", "Wrong", "Copied", "Withheld", "Missed", "Expelled"],
};

export const tone = (word) => Object.keys(TONES).find((name) => TONES[name].includes(word)) ?? "wait";
