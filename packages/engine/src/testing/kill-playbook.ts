/** What the kill tests run: every kind of effect, a join, and what must be true of each run in the end. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { RunEvent } from "@callbook/core/log";
import type { Pool } from "pg";
import { openRunReader } from "../store/open.ts";
import { readEvents } from "./fixture.ts";
import { action, decision, delay, end, filter, playbook, start } from "./playbook.ts";
import type { Call, Target } from "./target.ts";

/**
 * An unsafe call, a safe one and one that is answered by callback, side by side; a filter, a wait, then
 * a safe one again, for what the filter let through before the wait.
 */
export const killPlaybook: PlaybookDocument = playbook(
  [
    start(["marker"]),
    action("create", "post", "/create/{{playbook_input:#i_marker}}"),
    action("read", "get", "/read/{{playbook_input:#i_marker}}"),
    action("detonate", "detonate", "/detonate/{{playbook_input:#i_marker}}"),
    decision("which", "#b_detonate:action_result.status", "==", "success"),
    filter("sift", "playbook_input:#i_marker", "!=", ""),
    delay("pause", 1),
    action("update", "put", "/update/{{filtered-data:#b_sift:#hit:playbook_input:#i_marker}}"),
    end({ verdict: "#b_detonate:action_result.data.*.v" }),
  ],
  [
    "start > create",
    "start > read",
    "start > detonate",
    "create > which",
    "read > which",
    "detonate > which",
    "which.yes > sift",
    "sift.hit > pause",
    "pause > update",
    "which.else > end",
    "update > end",
  ],
);

/** Everything that is wrong with a run that has ended, in words; empty: nothing. */
export async function faultsOf(
  pool: Pool,
  target: Target,
  run: { readonly id: number; readonly marker: string },
  accepted: ReadonlySet<string>,
): Promise<readonly string[]> {
  const events = await readEvents(openRunReader(pool), run.id);
  const stored = await pool.query<{ state: string; head: number; executor: string | null }>(
    "select state, head_seq as head, executor_id as executor from run where id = $1",
    [run.id],
  );
  const row = stored.rows[0];
  const faults = [...faultsOfLog(events), ...faultsOfCalls(events, target, run.marker)];
  if (row?.head !== events.length)
    faults.push(`head is ${row?.head}, the log has ${events.length}`);
  if (row?.executor !== null) faults.push("it still has an owner");
  if (row?.state !== "succeeded" && row?.state !== "failed") faults.push(`it is ${row?.state}`);
  const answered = events.some(({ event }) => event.type === "CallbackReceived");
  if (accepted.has(run.marker) && !answered) faults.push("an accepted answer was lost");
  return faults.map((fault) => `run ${run.id} (${run.marker}): ${fault}`);
}

function faultsOfLog(events: readonly RunEvent[]): string[] {
  const faults: string[] = [];
  if (events.some(({ seq }, index) => seq !== index + 1)) faults.push("the log has a gap");
  if (events.at(-1)?.event.type !== "RunFinished") faults.push("the log does not end with its end");
  const seen = new Map<string, number>();
  for (const { event } of events) {
    const subject =
      "slot" in event
        ? `${event.path} ${event.slot}`
        : "callbackId" in event
          ? event.callbackId
          : "path" in event
            ? event.path
            : "";
    const key = `${event.type} ${subject}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  for (const [key, count] of seen) if (count > 1) faults.push(`${count} times ${key}`);
  return faults;
}

function faultsOfCalls(events: readonly RunEvent[], target: Target, marker: string): string[] {
  const faults: string[] = [];
  const of = (name: string): readonly Call[] => target.callsOf(`/${name}/${marker}`);
  for (const name of ["create", "detonate"]) {
    const calls = of(name).length;
    const end = endOf(events, name);
    if (calls > 1) faults.push(`unsafe ${name} was called ${calls} times`);
    if (end?.outcome === "succeeded" && calls !== 1) faults.push(`${name} succeeded uncalled`);
    if (end?.outcome === "failed" && end.failure?.class !== "F-UNKNOWN")
      faults.push(`${name} failed with ${end.failure?.class}: ${end.failure?.message}`);
  }
  for (const name of ["read", "update"]) {
    const calls = of(name);
    if (new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size > 1)
      faults.push(`${name} was repeated with another Idempotency-Key`);
    const end = endOf(events, name);
    if (end !== undefined && end.outcome !== "succeeded") faults.push(`safe ${name} failed`);
    if (end !== undefined && calls.length === 0) faults.push(`${name} ended uncalled`);
  }
  const waited = endOf(events, "pause");
  if (waited !== undefined && waited.outcome !== "succeeded") faults.push("the delay failed");
  return faults;
}

function endOf(events: readonly RunEvent[], name: string) {
  for (const { event } of events)
    if (event.type === "BlockFinished" && event.blockId === `b_${name}`) return event;
  return undefined;
}
