import type { BlockPath } from "@callbook/core/log";
import type { ExecutionRow } from "@callbook/core/results";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { ResultsActions } from "../results-data.ts";
import { executionsKey } from "../use-executions.ts";

const nothing = () => Promise.reject(new Error("nothing is read"));

export const noActions: ResultsActions = {
  source: "run 1",
  loadExecutions: nothing,
  loadBody: nothing,
  loadArguments: nothing,
  loadStored: nothing,
  loadStoredBody: nothing,
};

/** What a part of the panel shows once these executions of a pass have been read. */
export function rendered(part: ReactNode, path?: BlockPath, rows: readonly ExecutionRow[] = []) {
  const queries = new QueryClient();
  if (path !== undefined)
    queries.setQueryData(["pages", ...executionsKey("run 1", { path, failedOnly: false })], {
      pages: [{ rows, nextCursor: null, version: rows.length }],
      pageParams: [null],
    });
  return renderToStaticMarkup(<QueryClientProvider client={queries}>{part}</QueryClientProvider>);
}
