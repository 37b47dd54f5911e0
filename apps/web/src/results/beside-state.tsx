import type { RequestCounts, RunStateName } from "@callbook/core/log";
import { requestNote } from "@callbook/core/run";

/** What is said beside the state of a run, since nothing is green that failed. */
export interface Happened extends RequestCounts {
  readonly state: RunStateName;
  readonly handledFailures: number;
}

/** "1 failure handled, 2 of 4 requests failed"; empty: the state says it all. */
export function besideState(happened: Happened): string {
  const { state, handledFailures } = happened;
  const handled = `${handledFailures} ${handledFailures === 1 ? "failure" : "failures"} handled`;
  const note = requestNote(state, happened);
  return [handledFailures === 0 ? null : handled, note].filter((text) => text !== null).join(", ");
}

/** The same as a mark; nothing where there is nothing to say. */
export function BesideState({ run }: { readonly run: Happened }) {
  const text = besideState(run);
  if (text === "") return null;
  return <span className="font-medium whitespace-nowrap text-part">{text}</span>;
}
