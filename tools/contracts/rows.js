// What a measuring command prints: a table for people, then the rows once more as one line of JSON where asked.

/**
 * Makes a row.
 *
 * @param {string} name What was measured.
 * @param {number} value What it came to.
 * @param {string} unit The unit of value and target.
 * @param {number} [target] What it should come to; without one the row only tells.
 * @param {"less"|"more"} [better] Whether the value should be at most or at least the target.
 */
export function row(name, value, unit, target, better = "less") {
  const met = target === undefined ? undefined : better === "less" ? value <= target : value >= target;
  return { name, value, unit, target, better, met };
}

const written = (value) => (Number.isInteger(value) ? value.toLocaleString("en-US") : value.toFixed(2));

/** Prints rows as a table, and as the last line in JSON if asked. */
export function printRows(rows, asJson) {
  const head = ["measured", "value", "target", "unit", "met"];
  const lines = rows.map(({ name, value, unit, target, better, met }) => [
    name,
    written(value),
    target === undefined ? "" : `${better === "less" ? "<=" : ">="} ${written(target)}`,
    unit,
    met === undefined ? "" : met ? "yes" : "no",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  for (const line of [head, ...lines]) {
    const cells = line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
    console.log(cells.join("  "));
  }
  if (asJson) console.log(JSON.stringify({ rows }));
}
