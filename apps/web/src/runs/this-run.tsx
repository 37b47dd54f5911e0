import type { Json } from "@callbook/core/json";
import { type BlockState, callsOf, type ExecutionState } from "@callbook/core/log";
import { besideState } from "../results/index.ts";
import { formatTime, JsonView, KeyValue, Panel } from "../ui/index.ts";
import type { FollowedRun } from "./use-run.ts";

/** The facts of a run: revision, site, who, inputs and outputs. */
export function ThisRun({ run }: { readonly run: FollowedRun }) {
  const { details, state } = run;
  const callbacks = details.document.callbacks.flatMap(({ id }) => {
    const calls = callsOf(state, id);
    return calls.length === 0 ? ["open"] : calls.map((call) => call.state);
  });
  const count = (wanted: string) => callbacks.filter((one) => one === wanted).length;
  // What only waits, as a delay does, sends nothing.
  const executions = Object.values<BlockState>(state.blocks)
    .filter(({ action }) => action !== null)
    .flatMap((pass) => Object.values<ExecutionState>(pass.executions));
  const having = (wanted: string) => executions.filter((one) => one.state === wanted).length;
  return (
    <Panel title="This run">
      <div className="space-y-3 p-4">
        <KeyValue
          keyWidth={96}
          pairs={[
            {
              key: "Revision",
              value:
                details.revision === "draft"
                  ? `the draft as it stood at ${formatTime(details.queuedAt, new Date())}`
                  : `revision ${details.revision}`,
            },
            { key: "Site", value: details.siteName },
            { key: "Started by", value: details.startedBy },
            { key: "Mode", value: details.testRun ? "test run" : "real run" },
            {
              key: "Executions",
              value: `${executions.length} sent, ${having("success")} succeeded, ${having("failed")} failed, ${having("waiting")} waiting`,
            },
            {
              key: "Callbacks",
              value: `${count("called")} called, ${count("dead")} dead, ${count("open")} ${state.finishedAt === null ? "open" : "not called"}`,
            },
            ...(besideState(state) === "" ? [] : [{ key: "Also", value: besideState(state) }]),
          ]}
        />
        <Values title="Inputs" values={details.inputs} />
        {details.outputs !== null && <Values title="Outputs" values={details.outputs} />}
      </div>
    </Panel>
  );
}

function Values({
  title,
  values,
}: {
  readonly title: string;
  readonly values: Readonly<Record<string, Json>>;
}) {
  return (
    <div>
      <h3 className="mb-1 text-t2 font-medium text-text-3">{title}</h3>
      {Object.keys(values).length === 0 ? (
        <p className="text-text-3">none</p>
      ) : (
        <JsonView
          label={title}
          value={values}
          openLevels={3}
          className="rounded-r2 bg-surface-2 p-1"
        />
      )}
    </div>
  );
}
