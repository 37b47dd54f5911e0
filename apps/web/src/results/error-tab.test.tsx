import { expect, it } from "vitest";
import { ResultsPanel } from "./results-panel.tsx";
import { noActions, rendered } from "./testing/rendered.tsx";

const reason = "The run reached its limit of 1,000 block executions.";
const panel = (runFailure: string | null) =>
  rendered(
    <ResultsPanel
      groups={[]}
      callbacks={[]}
      runFailure={runFailure}
      tab="error"
      actions={noActions}
    />,
  );

it("a run that failed although no block did says why in the Error tab", () => {
  expect(panel(reason)).toContain(reason);
  expect(panel(null)).toContain("Nothing failed");
});
