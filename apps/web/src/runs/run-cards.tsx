import type { BlockState } from "@callbook/core/log";
import { passNames } from "../canvas/block-passes.ts";
import { blockStateName, executionsByAppRun, nextWait } from "../canvas/block-run-view.ts";
import { countdown } from "../canvas/strip-time.tsx";
import { useNow } from "../canvas/use-now.ts";
import { formatTime, StateMark } from "../ui/index.ts";
import type { FollowedRun } from "./use-run.ts";

const MOST = 8;

/** What needs a person, first: what a run waits for, what failed, what half failed. */
export function RunCards({ run }: { readonly run: FollowedRun }) {
  const { titleOf } = passNames(run.details.document, run.state);
  const blocks = Object.values<BlockState>(run.state.blocks);
  const wanted = (["waiting", "failed", "partly_succeeded"] as const).flatMap((state) =>
    blocks.filter((block) => block.state === state),
  );
  if (wanted.length === 0 && run.state.failure === null) return null;
  return (
    <ul
      aria-label="What needs attention"
      className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-3"
    >
      {run.state.failure !== null && wanted.every((block) => block.state !== "failed") && (
        <li className={card}>
          <StateMark state="failed" />
          <p className="mt-1 font-medium break-words">{run.state.failure.message}</p>
        </li>
      )}
      {wanted.slice(0, MOST).map((block) => (
        <BlockCard key={block.path} block={block} name={titleOf(block.path)} />
      ))}
      {wanted.length > MOST && (
        <li className={`${card} text-text-2`}>
          and {wanted.length - MOST} more, in the timeline below
        </li>
      )}
    </ul>
  );
}

const card = "min-w-0 rounded-r3 border border-line bg-surface px-4 py-3";

function BlockCard({ block, name }: { readonly block: BlockState; readonly name: string }) {
  if (block.state === "waiting") {
    const wait = nextWait(block);
    const connections = (block.action?.appRuns ?? []).map((run) => run.connection).join(", ");
    return (
      <li className={card}>
        <StateMark state="waiting" word={wait?.kind === "delay" ? "Waits" : "Waits for"} />
        <p className="mt-1 truncate font-medium" title={name}>
          {wait?.kind === "delay" ? name : `${name}: callback of ${connections}`}
        </p>
        <WaitsUntil deadline={wait?.until ?? null} />
      </li>
    );
  }
  const failure = block.failure;
  const failed = failedConnections(block).join(", ");
  const counted = block.action !== null && block.total > 0;
  return (
    <li className={card}>
      <StateMark state={blockStateName(block)} />
      <p className="mt-1 truncate font-medium" title={failure?.message ?? name}>
        {name}
        {failure === null ? "" : `: ${failure.statusCode}`}
        {failed === "" ? "" : ` on ${failed}`}
      </p>
      <p className="truncate text-t2 text-text-3" title={failure?.message}>
        {counted ? `${block.total - block.succeeded} of ${block.total} failed` : ""}
        {failure === null ? "" : `${counted ? ", " : ""}${failure.message}`}
      </p>
    </li>
  );
}

function WaitsUntil({ deadline }: { readonly deadline: string | null }) {
  const now = useNow();
  if (deadline === null) return <p className="text-t2 text-text-3">without a deadline</p>;
  return (
    <p className="text-t2 text-text-3">
      until {formatTime(deadline, new Date(now))}, {countdown(Date.parse(deadline) - now)} left
    </p>
  );
}

/** Connections on which nothing succeeded. */
function failedConnections(block: BlockState): readonly string[] {
  const byAppRun = executionsByAppRun(block);
  return (block.action?.appRuns ?? [])
    .filter(({ appRunId }) =>
      (byAppRun.get(appRunId) ?? []).every(({ state }) => state !== "success"),
    )
    .map((run) => run.connection);
}
