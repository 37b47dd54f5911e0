/** What has become of the single executions of an action, as its block's state keeps it. */
import type {
  BlockRunState,
  BlockState,
  CallbackState,
  ExecutionState,
  RunState,
} from "./state.ts";

/** A state that is still being folded: its maps are its own, what lies in them is never changed in place. */
export type RunStateDraft = { -readonly [K in keyof RunState]: RunState[K] } & {
  blocks: Record<string, BlockState>;
  callbacks: Record<string, CallbackState>;
};

type ExecutionChange = (before: ExecutionState) => ExecutionState;

/** Changes one execution of a block, which begins to be known with this. */
export function changeExecution(
  draft: RunStateDraft,
  of: { readonly path: string; readonly appRunId: number; readonly parameterIndex: number },
  change: ExecutionChange,
): void {
  const block = draft.blocks[of.path];
  if (block === undefined) return;
  const key = executionKey(of.appRunId, of.parameterIndex);
  const before = block.executions[key] ?? {
    appRunId: of.appRunId,
    parameterIndex: of.parameterIndex,
    state: "intended",
    attempt: 1,
    waitId: null,
    deadline: null,
    deliveryId: null,
    expired: false,
  };
  putExecution(draft, block, key, change(before));
}

/** Changes the execution that waits under this id; unknown ids change nothing. */
export function changeWait(
  draft: RunStateDraft,
  of: { readonly path: string; readonly waitId: string },
  change: ExecutionChange,
): void {
  const block = draft.blocks[of.path];
  if (block === undefined) return;
  const found = Object.entries(block.executions).find(([, each]) => each.waitId === of.waitId);
  if (found !== undefined) putExecution(draft, block, found[0], change(found[1]));
}

function putExecution(
  draft: RunStateDraft,
  block: BlockState,
  key: string,
  execution: ExecutionState,
): void {
  const changed = { ...block, executions: { ...block.executions, [key]: execution } };
  draft.blocks[block.path] = { ...changed, state: executingState(changed) };
}

/** Key of an execution in BlockState.executions. */
export function executionKey(appRunId: number, parameterIndex: number): string {
  return `${appRunId}/${parameterIndex}`;
}

/** An action waits when each of its executions has ended or waits, and one still waits. */
function executingState(block: BlockState): BlockRunState {
  if (block.outcome !== null) return block.state;
  const executions = Object.values(block.executions);
  const waiting = executions.filter((each) => isStillWaiting(each)).length;
  const ended = executions.filter((each) => each.state === "success" || each.state === "failed");
  const all = block.action?.executions ?? 0;
  return waiting > 0 && waiting + ended.length >= all ? "waiting" : "running";
}

function isStillWaiting(execution: ExecutionState): boolean {
  return execution.state === "waiting" && execution.deliveryId === null && !execution.expired;
}
