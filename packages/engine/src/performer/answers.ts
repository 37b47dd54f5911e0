/** What came by callback, deadline or cancel, as events of a run. */
import type { Json } from "@callbook/core/json";
import { cancelEvents } from "@callbook/core/run";
import type { InboxRow } from "../inbox/take.ts";
import type { PerformerContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { callbackTimeout } from "./failures.ts";
import { type ActionMemory, type Execution, execution } from "./memory.ts";
import { failExecution, finishExecution, type Outcome, type PackedOutcome } from "./outcomes.ts";

export type AnswerRow = InboxRow & {
  readonly message: Exclude<InboxRow["message"], { kind: "cancel" }>;
};

/** The execution that a row is about; null: the run has no such one, or it has ended. */
export function executionOf(draft: Draft, row: AnswerRow): Execution | null {
  const { appRunId, parameterIndex } = row.message;
  for (const action of draft.memory.actions.values()) {
    const appRun = action.row.appRuns.find((each) => each.appRunId === appRunId);
    if (appRun === undefined) continue;
    const found = execution(action, appRun, parameterIndex);
    return action.results.has(found.key) || hasEnded(draft, action) ? null : found;
  }
  return null;
}

function hasEnded(draft: Draft, { row }: ActionMemory): boolean {
  const block = draft.state.blocks[row.path];
  return block === undefined || block.outcome !== null;
}

/** The outcome that an answer by callback is; the status of the request's answer comes when it is recorded. */
export function outcomeOfAnswer(
  { answer, waitId }: Extract<InboxRow["message"], { kind: "callback" }>,
  startedAt: string,
): Outcome {
  const { view, text, size, headers, answered, attempts, receivedAt } = answer;
  const data: Json[] = [view];
  const summary = {
    status_code: answered,
    callback_id: waitId,
    received_at: receivedAt,
    attempts,
    outbound_status_code: null,
  };
  return {
    status: "success",
    statusCode: answered,
    message: "Callback received",
    summary,
    data,
    failure: null,
    trace: [],
    raw: { status: answered, headers, text },
    size,
    startedAt,
    finishedAt: receivedAt,
  };
}

/** Records the end of a wait, by answer or deadline. */
export function recordAnswer(
  context: PerformerContext,
  draft: Draft,
  row: AnswerRow,
  ended: Execution,
  outcome: PackedOutcome | null,
): void {
  const { path } = ended.action.row;
  // A repeat of a safe request made a second wait; the log knows the first.
  const known = draft.state.blocks[path]?.executions[ended.key]?.waitId;
  const waitId = known ?? row.message.waitId;
  const { appRunId } = ended.appRun;
  draft.closedWaits.push({ appRunId, parameterIndex: ended.parameterIndex });
  if (row.message.kind === "callback" && outcome !== null) {
    const { deliveryId } = row.message.answer;
    draft.record({ v: 1, type: "CallbackReceived", path, waitId, deliveryId });
    finishExecution(context, draft, ended, outcome);
    return;
  }
  draft.record({ v: 1, type: "WaitExpired", path, waitId });
  const { command } = ended.action.row;
  failExecution(context, draft, ended, callbackTimeout(command, ended.action.waitSeconds));
}

/** Ends what is live after a cancel; `nextSteps` then ends the run. */
export function recordCancelled(context: PerformerContext, draft: Draft): void {
  const { catalogue } = context.ports;
  const { document } = draft.memory;
  for (const event of cancelEvents({ document, catalogue, state: draft.state }))
    draft.record(event);
}
