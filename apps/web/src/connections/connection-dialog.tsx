import { skipToken, useQuery } from "@tanstack/react-query";
import { QueryProblem } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
import { Dialog, LoadingRows } from "../ui/index.ts";
import { ConnectionEditor } from "./connection-editor.tsx";

export interface ConnectionDialogProps {
  readonly integrationId: number;
  /** Null: a new connection. */
  readonly connectionId: number | null;
  /** A field by label or name that gets the focus. */
  readonly focusField?: string | null;
  readonly onClose: () => void;
}

/** The connection's form in a window, new or saved, with its test at the right. */
export function ConnectionDialog({
  integrationId,
  connectionId,
  focusField = null,
  onClose,
}: ConnectionDialogProps) {
  const integration = useQuery(trpc.integrations.get.queryOptions({ id: integrationId }));
  const options = useQuery(trpc.connections.formOptions.queryOptions({ integrationId }));
  const saved = useQuery(
    trpc.connections.get.queryOptions(connectionId === null ? skipToken : { id: connectionId }, {
      // What is edited must be the newest; an old version would only end in a conflict.
      staleTime: 0,
      gcTime: 0,
    }),
  );
  const queries = [integration, options, ...(connectionId === null ? [] : [saved])];
  const error = queries.find((query) => query.error && query.data === undefined)?.error;

  if (integration.data && options.data && (connectionId === null || saved.data)) {
    return (
      <ConnectionEditor
        key={`${connectionId ?? "new"}/${saved.data?.version ?? 0}`}
        integration={integration.data}
        options={options.data}
        saved={saved.data ?? null}
        focusField={focusField}
        onClose={onClose}
        onReload={() => void saved.refetch()}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={connectionId === null ? "New Connection" : "Connection"}
      width={1128}
      height={780}
    >
      {error ? (
        <QueryProblem
          error={error}
          onRetry={() => {
            for (const query of queries) void query.refetch();
          }}
        />
      ) : (
        <LoadingRows rows={8} height={60} />
      )}
    </Dialog>
  );
}
