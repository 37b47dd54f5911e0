import type { TraceStep } from "@callbook/core/failure";
import { Info } from "lucide-react";
import { useState } from "react";
import { errorText } from "../api/refusal.ts";
import type { SavedConnection } from "../api/types.ts";
import { ErrorLines, RawView, stepNames, TraceColumn } from "../results/index.ts";
import {
  formatAgo,
  formatDuration,
  formatTime,
  StateMark,
  type StateName,
  TabPanel,
  Tabs,
} from "../ui/index.ts";
import type { ConnectionTest } from "./use-connection-test.ts";

interface TestColumnProps {
  readonly test: ConnectionTest;
  /** What is known from before, for a saved connection that has not been edited. */
  readonly before: Pick<SavedConnection, "testStatus" | "lastTestAt" | "lastTestError"> | null;
}

/** The state of the form's test; a verdict shows only once its alert is closed. */
export function testState(test: ConnectionTest, before: TestColumnProps["before"]): StateName {
  switch (test.state) {
    case "testing":
      return "testing";
    case "ended":
      return test.outcome.passed ? "passed" : "test_failed";
    case "refused":
      return "untested";
    case "untested":
      if (before?.testStatus === "passed") return "passed";
      return before?.testStatus === "failed" ? "test_failed" : "untested";
  }
}

/** The column at the right of the connection form: trace, response, error. */
export function TestColumn({ test, before }: TestColumnProps) {
  const [tab, setTab] = useState<"trace" | "response" | "error">("trace");
  const outcome = test.state === "ended" ? test.outcome : null;
  const failure = outcome?.failure ?? keptFailure(test, before);
  const trace: readonly TraceStep[] =
    test.state === "testing" ? test.trace : (outcome?.trace ?? []);
  const tabs = [
    { id: "trace" as const, label: "Test trace" },
    ...(outcome?.raw ? [{ id: "response" as const, label: "Response" }] : []),
    ...(failure ? [{ id: "error" as const, label: "Error", count: 1, tone: "fail" as const }] : []),
  ];
  const shown = tabs.some((known) => known.id === tab) ? tab : "trace";
  return (
    <Tabs
      label="Test of the connection"
      tabs={tabs}
      value={shown}
      onChange={setTab}
      className="h-full"
    >
      <TabPanel id="trace" className="p-4">
        <div className="mb-3 flex min-h-9 items-start justify-between gap-2">
          <p className="min-w-0 text-t2 text-text-3">{sentence(test, before)}</p>
          <StateMark state={testState(test, before)} />
        </div>
        <TraceColumn trace={trace} />
        {outcome?.warnings.map((warning) => (
          <p key={warning} className="mt-2 text-t2 font-medium text-part">
            {warning}
          </p>
        ))}
        <p className="mt-2 flex gap-1.5 border-t border-line pt-3 text-t2 text-text-3">
          <Info size={14} aria-hidden className="mt-px" />
          Test Connection reads only. It changes nothing in the third party.
        </p>
      </TabPanel>
      {outcome?.raw && (
        <TabPanel id="response">
          <RawView body={{ data: [], raw: outcome.raw }} size={outcome.raw.text?.length ?? 0} />
        </TabPanel>
      )}
      {failure && (
        <TabPanel id="error" className="space-y-3 p-4">
          <ErrorLines failure={failure} />
          <p className="text-text-2">{failure.remedy}</p>
          <p className="text-t2 text-text-3">
            Where it failed: {stepNames[failure.step]}, class {failure.class}
          </p>
        </TabPanel>
      )}
    </Tabs>
  );
}

/** Of a saved connection whose last test failed, for who opens it later. */
function keptFailure(test: ConnectionTest, before: TestColumnProps["before"]) {
  return test.state === "untested" && before?.testStatus === "failed" ? before.lastTestError : null;
}

function sentence(test: ConnectionTest, before: TestColumnProps["before"]): string {
  switch (test.state) {
    case "testing":
      return "Testing the form as it stands.";
    case "ended": {
      const { outcome } = test;
      const steps = outcome.trace.filter((step) => step.durationMs !== null).length;
      const time = formatTime(outcome.testedAt, new Date());
      return `${time}, ${steps} steps, ${formatDuration(outcome.durationMs)}. Any edit returns it to Untested.`;
    }
    case "refused":
      return errorText(test.error);
    case "untested":
      return before?.lastTestAt
        ? `Last tested ${formatAgo(before.lastTestAt, new Date())}.`
        : "Not tested yet.";
  }
}
