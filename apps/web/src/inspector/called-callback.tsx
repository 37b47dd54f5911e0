import type { Callback } from "@callbook/core/document";
import { type CallbackArguments, parseErrors, parseSuccess } from "@callbook/core/results";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryProblem } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
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

/** What happened to a callback in the run that is shown. */
export function CalledCallback({ callback, run, port }: CalledCallbackProps) {
  const state = run.state.callbacks[callback.id];
  const source = run.state.blocks[callback.source];
  if (state === undefined || state.state === "dead") {
    return (
      <p className="p-4 text-text-2">
        {state === undefined
          ? run.state.finishedAt === null
            ? "Open: it may still be called in this run."
            : "It was not called in this run."
          : `Not called: ${state.reason ?? "it can no longer happen"}.`}
      </p>
    );
  }
  const duration = source === undefined ? null : tookMs(source);
  const total = source?.total ?? 0;
  return (
    <>
      <div className="border-b border-line px-4 py-3">
        <p className="text-t2 text-text-2">
          {state.mode === "direct" ? "called directly at " : "called by the engine at "}
          <span className="font-mono whitespace-nowrap">{formatClock(state.at)}</span>
        </p>
        <dl className="mt-2 grid grid-cols-[auto_1fr_auto_1fr] gap-x-4 gap-y-1 text-t2">
          <dt className="text-text-3">Port</dt>
          <dd>{port}</dd>
          <dt className="text-text-3">Items</dt>
          <dd>{total === 0 ? "none" : `${total} ${total === 1 ? "result" : "results"}`}</dd>
          <dt className="text-text-3">Pass</dt>
          <dd>1</dd>
          <dt className="text-text-3">After</dt>
          <dd>{duration === null ? "0 ms" : formatDuration(duration)}</dd>
        </dl>
      </div>
      <Arguments runId={run.details.id} callbackId={callback.id} />
    </>
  );
}

function Arguments({ runId, callbackId }: { readonly runId: number; readonly callbackId: string }) {
  const query = useQuery({
    ...trpc.runs.callbackArguments.queryOptions({ id: runId, callbackId }),
    staleTime: Infinity,
  });
  if (query.data !== undefined) return <ArgumentTabs value={query.data.arguments} />;
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
        { id: "arguments", label: "Arguments", count: 8 },
        {
          id: "errors",
          label: "Errors",
          count: errors.length,
          ...(errors.length > 0 ? { tone: "fail" as const } : {}),
        },
        { id: "successes", label: "Successes", count: successes.length },
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
