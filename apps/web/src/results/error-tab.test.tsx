import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ResultsPanel } from "./results-panel.tsx";

const reason = "The run reached its limit of 1,000 block executions.";
const panel = (runFailure: string | null) =>
  renderToStaticMarkup(
    <ResultsPanel
      groups={[]}
      callbacks={[]}
      runFailure={runFailure}
      tab="error"
      actions={{ loadBody: () => Promise.reject(new Error("nothing to load")) }}
    />,
  );

it("a run that failed although no block did says why in the Error tab", () => {
  expect(panel(reason)).toContain(reason);
  expect(panel(null)).toContain("Nothing failed");
});
