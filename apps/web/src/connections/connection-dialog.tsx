import { skipToken, useQuery } from "@tanstack/react-query";
import { QueryProblem } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
import type { FormOptions, SessionUser } from "../api/types.ts";
import { useCan, useUser } from "../shell/session.ts";
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

function readOnlyOptions(user: SessionUser): FormOptions {
  const sites = user.sites.map(({ id, name, kind }) => ({
    id,
    name,
    kind: kind === "client" ? ("client" as const) : ("internal" as const),
    mayConnect: false,
  }));
  const nobody = { people: [], roles: [], agents: [], vaults: [] };
  return { sites, mayShare: false, ...nobody, mayManage: false };
}

/** The connection's form in a window, new or saved, with its test at the right. */
export function ConnectionDialog({
  integrationId,
  connectionId,
  focusField = null,
  onClose,
}: ConnectionDialogProps) {
  const integration = useQuery(trpc.integrations.get.queryOptions({ id: integrationId }));
  // Who may only use connections reads the form without the lists of people and sites to choose from.
  const user = useUser();
  const mayChoose = useCan("connection.formOptions");
  const options = useQuery(
    trpc.connections.formOptions.queryOptions(mayChoose ? { integrationId } : skipToken),
  );
  const choices = mayChoose ? options.data : readOnlyOptions(user);
  const saved = useQuery(
    trpc.connections.get.queryOptions(connectionId === null ? skipToken : { id: connectionId }, {
      // What is edited must be the newest; an old version would only end in a conflict.
      staleTime: 0,
      gcTime: 0,
    }),
  );
  const queries = [
    integration,
    ...(mayChoose ? [options] : []),
    ...(connectionId === null ? [] : [saved]),
  ];
  const error = queries.find((query) => query.error && query.data === undefined)?.error;

  if (integration.data && choices && (connectionId === null || saved.data)) {
    return (
      <ConnectionEditor
        key={`${connectionId ?? "new"}/${saved.data?.version ?? 0}`}
        integration={integration.data}
        options={choices}
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
