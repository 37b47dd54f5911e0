import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import {
  readCallbackArguments,
  readExecutionBody,
  readExecutions,
  readResultBody,
  readResults,
} from "../api/run-reads.ts";
import { client } from "../api/trpc.ts";
import type { ResultsActions } from "../results/index.ts";

/** Where the results panel of a run reads from, and what its buttons open. */
export function useResultsActions(
  runId: number,
  editInput: (blockId: string, input: string) => void,
): ResultsActions {
  const navigate = useNavigate();
  const edit = useRef(editInput);
  edit.current = editInput;
  return useMemo(
    (): ResultsActions => ({
      source: `run ${runId}`,
      loadExecutions: (wanted, after) => readExecutions(runId, wanted, after),
      loadBody: (row) => readExecutionBody(runId, row),
      loadArguments: ({ id, path }) => readCallbackArguments(runId, id, path),
      loadStored: (path, after) => readResults(runId, path, after),
      loadStoredBody: (head) => readResultBody(runId, head),
      openConnection: (connectionId, field) => {
        if (connectionId === null) return;
        void client.connections.get.query({ id: connectionId }).then(({ integrationId }) =>
          navigate({
            to: "/configuration/integrations/$integrationId",
            params: { integrationId: String(integrationId) },
            search: { connection: connectionId, ...(field === null ? {} : { field }) },
          }),
        );
      },
      editInput: (blockId, input) => edit.current(blockId, input),
    }),
    [runId, navigate],
  );
}
