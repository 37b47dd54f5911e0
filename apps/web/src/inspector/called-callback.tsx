import type { Callback } from "@callbook/core/document";
import {
  type BlockPath,
  type CallbackState,
  callsOf,
  parentOf,
  passAt,
  passOf,
} from "@callbook/core/log";
import {
  type CallbackArguments,
  parseErrors,
  parseSuccess,
  type ResultsEntry,
} from "@callbook/core/results";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryProblem } from "../api/query-view.tsx";
import { readCallbackArguments } from "../api/run-reads.ts";
import { passName } from "../canvas/block-passes.ts";
import { tookMs } from "../canvas/block-run-view.ts";
import { CallbackArgumentsView } from "../results/index.ts";
import type { FollowedRun } from "../runs/use-run.ts";
import {
  CopyButton,
  formatClock,
  formatDuration,
  JsonView,
  LoadingRows,
  TabPanel,
  Tabs,
} from "../ui/index.ts";

interface CalledCallbackProps {
  readonly callback: Callback;
  readonly run: FollowedRun;
  readonly port: string;
}

/** What happened to a callback in the run that is shown: each call, the newest first. */
export function CalledCallback({ callback, run, port }: CalledCallbackProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const calls = callsOf(run.state, callback.id).toReversed();
  const call = calls.find(({ seq }) => seq === chosen) ?? calls[0];
  return (
    <>
      {calls.length > 1 && (
        <CallList calls={calls} current={call} run={run} onChoose={({ seq }) => setChosen(seq)} />
      )}
      {call?.state === "called" ? (
        <Call key={call.seq} call={call} run={run} port={port} />
      ) : (
        <p className="p-4 text-text-2">{notCalled(call, run)}</p>
      )}
    </>
  );
}

function notCalled(call: CallbackState | undefined, run: FollowedRun): string {
  if (call !== undefined) return `Not called: ${call.reason ?? "it can no longer happen"}.`;
  return run.state.finishedAt === null
    ? "Open: it may still be called in this run."
    : "It was not called in this run.";
}

function CallList({
  calls,
  current,
  run,
  onChoose,
}: {
  readonly calls: readonly CallbackState[];
  readonly current: CallbackState | undefined;
  readonly run: FollowedRun;
  readonly onChoose: (call: CallbackState) => void;
}) {
  return (
    <section aria-label="Calls" className="border-b border-line p-4">
      <h3 className="text-t2 font-medium text-text-3">{calls.length} passes, newest first</h3>
      <ol className="mt-1 max-h-40 overflow-auto">
        {calls.map((call) => (
          <li key={call.seq}>
            <button
              type="button"
              aria-current={call === current}
              onClick={() => onChoose(call)}
              className="flex h-6 w-full items-center gap-1.5 rounded-r1 px-1.5 text-left hover:bg-surface-3 aria-[current=true]:bg-accent-soft"
            >
              <span className="shrink-0">
                {call.path === null ? "" : passName(call.path, run.details.document)}
              </span>
              <span className="truncate text-t2 text-text-3">
                {call.state === "called" ? formatClock(call.at) : (call.reason ?? "not called")}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Call({
  call,
  run,
  port,
}: Omit<CalledCallbackProps, "callback"> & { readonly call: CallbackState }) {
  const { callbackId, path } = call;
  const source = path === null ? undefined : passAt(run.state, path);
  const duration = source === undefined ? null : tookMs(source);
  const query = useArguments(run.details.id, callbackId, path);
  return (
    <>
      <div className="border-b border-line px-4 py-3">
        <p className="text-t2 text-text-2">
          {call.mode === "direct" ? "called directly at " : "called by the engine at "}
          <span className="font-mono whitespace-nowrap">{formatClock(call.at)}</span>
        </p>
        <dl className="mt-2 grid grid-cols-[auto_1fr_auto_1fr] gap-x-4 gap-y-1 text-t2">
          <dt className="text-text-3">Port</dt>
          <dd>{port}</dd>
          <dt className="text-text-3">Items</dt>
          <dd>{query.data === undefined ? "…" : itemsText(query.data)}</dd>
          <dt className="text-text-3">Pass</dt>
          <dd>{path === null ? "1" : passNumber(path, run)}</dd>
          <dt className="text-text-3">After</dt>
          <dd>{duration === null ? "0 ms" : formatDuration(duration)}</dd>
        </dl>
      </div>
      <Arguments query={query} />
    </>
  );
}

function passNumber(path: BlockPath, run: FollowedRun): string {
  return parentOf(path) === null ? `${passOf(path)}` : passName(path, run.details.document);
}

/** "3 results", "1 let through" by a condition, "none". */
function itemsText({ results, filtered_results }: CallbackArguments): string {
  if (filtered_results !== null) return `${countOf(filtered_results)} let through`;
  const all = countOf(results ?? []);
  return all === 0 ? "none" : `${all} ${all === 1 ? "result" : "results"}`;
}

function countOf(entries: readonly ResultsEntry[]): number {
  return entries.reduce((sum, { action_results }) => sum + action_results.length, 0);
}

function useArguments(runId: number, callbackId: string, path: BlockPath | null) {
  return useQuery({
    queryKey: ["callback-arguments", runId, callbackId, path],
    queryFn: () => readCallbackArguments(runId, callbackId, path),
    staleTime: Infinity,
  });
}

function Arguments({ query }: { readonly query: ReturnType<typeof useArguments> }) {
  if (query.data !== undefined) return <ArgumentTabs value={query.data} />;
  if (query.error !== null) {
    return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <LoadingRows rows={8} height={28} />;
}

type TabId = "arguments" | "errors" | "successes";

function ArgumentTabs({ value }: { readonly value: CallbackArguments }) {
  const [tab, setTab] = useState<TabId>("arguments");
  const errors = parseErrors(value.results ?? []);
  const successes = parseSuccess(value.results ?? []);
  return (
    <Tabs<TabId>
      label="Callback"
      tabs={[
        { id: "arguments", label: "Arguments" },
        {
          id: "errors",
          label: "Errors",
          ...(errors.length > 0 ? { count: errors.length, tone: "fail" as const } : {}),
        },
        {
          id: "successes",
          label: "Successes",
          ...(successes.length > 0 ? { count: successes.length } : {}),
        },
      ]}
      value={tab}
      onChange={setTab}
      className="min-h-0 flex-1"
    >
      <TabPanel id="arguments">
        <CallbackArgumentsView value={value} />
        <div className="px-3 py-2">
          <CopyButton wide text={() => JSON.stringify(value, null, 2)} label="Copy JSON" />
        </div>
      </TabPanel>
      <TabPanel id="errors">
        <ParsedList label="Errors" items={errors} none="No execution failed." />
      </TabPanel>
      <TabPanel id="successes">
        <ParsedList label="Successes" items={successes} none="No execution gave data." />
      </TabPanel>
    </Tabs>
  );
}

function ParsedList({
  label,
  items,
  none,
}: {
  readonly label: string;
  readonly items: readonly unknown[];
  readonly none: string;
}) {
  if (items.length === 0) return <p className="p-4 text-text-3">{none}</p>;
  return <JsonView label={label} value={items} openLevels={2} className="bg-surface-2 p-2" />;
}
