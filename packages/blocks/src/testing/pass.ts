/** Passes as the engine hands them to a runner, in a run of a test. */
import {
  type Execution,
  type PlannedAction,
  type StartingPass,
  scopeOf,
} from "@callbook/core/block";
import { type Block, indexDocument } from "@callbook/core/document";
import { blockPath, executionSlot } from "@callbook/core/log";
import { NO_ARGUMENTS, readiness } from "@callbook/core/run";
import { idOf } from "./playbook.ts";
import { catalogue, type TestRun } from "./run.ts";

const RUN = { runId: 1, siteId: 2, playbookId: 3, actingUserId: "u_ada" } as const;

/** The block's pass as it starts, with all that has run until now. */
export function startingPass(run: TestRun, name: string): StartingPass {
  const { document, state, reader } = run;
  const block = document.blocks.find(({ id }) => id === idOf(name));
  if (block === undefined) throw new Error(`the playbook has no block ${name}`);
  const now = readiness(indexDocument(document), state, block.id);
  const releasedBy = now.kind === "released" ? now.args : NO_ARGUMENTS;
  const scope = scopeOf({
    document,
    state,
    releasedBy,
    catalogue: run.catalogue,
    results: reader,
  });
  const path = blockPath(block.id);
  return { run: RUN, document, catalogue: run.catalogue, block, path, scope, state };
}

/** An execution of an action: the first parameter object on the first connection, at the first attempt. */
export function execution(
  block: Block,
  action: PlannedAction | null,
  given: Partial<Execution> = {},
): Execution {
  const appRunId = action?.plan.appRuns[0]?.appRunId ?? 0;
  const path = blockPath(block.id);
  const slot = executionSlot(appRunId, 0);
  return { run: RUN, catalogue, block, path, slot, attempt: 1, action, ...given };
}
