/** "4 changes since revision 12: 3 by Ana Duarte, 1 by you". Pure. */
export function changesSummary(
  revision: number | null,
  changes: ReadonlyMap<string, number>,
  me: string,
): string {
  const total = [...changes.values()].reduce((sum, count) => sum + count, 0);
  if (revision === null) return "never published";
  if (total === 0) return `revision ${revision}, no changes since`;
  const others = [...changes].filter(([name]) => name !== me).sort((a, b) => b[1] - a[1]);
  const mine = changes.get(me) ?? 0;
  const parts = [
    ...others.map(([name, count]) => `${count} by ${name}`),
    ...(mine > 0 ? [`${mine} by you`] : []),
  ];
  return `${total} ${total === 1 ? "change" : "changes"} since revision ${revision}: ${parts.join(", ")}`;
}

/** Counts of before and since the page was opened, together. */
export function addedCounts(
  before: readonly { readonly by: string; readonly count: number }[],
  since: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const counts = new Map(before.map(({ by, count }) => [by, count]));
  for (const [name, count] of since) counts.set(name, (counts.get(name) ?? 0) + count);
  return counts;
}
