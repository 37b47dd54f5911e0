/** What measurements come to, and how they are printed. */

/** The middle of the values, or the value at another share of them. Throws when there are none. */
export function quantile(values: readonly number[], share = 0.5): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
}

/** "1.93 (1.80–2.11)": the median, and between which values the rounds lie. */
export function withSpread(values: readonly number[], digits: number): string {
  const [least, middle, most] = [0, 0.5, 1].map((share) => quantile(values, share).toFixed(digits));
  return values.length < 2 ? `${middle}` : `${middle} (${least}–${most})`;
}

/** Prints a table that Markdown understands. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [head, head.map(() => "---"), ...rows];
  process.stdout.write(`${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`);
}

/** Says what is being done, apart from the result. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
