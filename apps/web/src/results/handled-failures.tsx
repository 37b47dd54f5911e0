/** "2 failures handled": said beside a state, since nothing is green that failed. */
export function handledText(count: number): string {
  return `${count} ${count === 1 ? "failure" : "failures"} handled`;
}

/** The same as a mark; nothing when there was none. */
export function HandledFailures({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return <span className="font-medium whitespace-nowrap text-part">{handledText(count)}</span>;
}
