import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { errorTextOf, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { ApiToken } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { Page } from "../shell/page.tsx";
import { useCan } from "../shell/session.ts";
import {
  Button,
  type Column,
  ConfirmDialog,
  DataTable,
  EmptyState,
  Field,
  FormDialog,
  formatAgo,
  LoadingRows,
  Panel,
  ShownOnce,
  StateMark,
  TextField,
} from "../ui/index.ts";

/** API tokens of scripts. A token acts as the person who made it. */
export function TokensPage() {
  const tokens = useQuery(trpc.tokens.list.queryOptions());
  const mayCreate = useCan("token.create");
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  return (
    <Page
      title="API tokens"
      note="For scripts: Authorization: Bearer and the token, on the addresses under /api."
      actions={
        <Button
          variant="primary"
          icon={Plus}
          disabled={!mayCreate}
          onClick={() => setCreating(true)}
        >
          API token
        </Button>
      }
    >
      <QueryView query={tokens} loading={<LoadingRows rows={4} />}>
        {(rows) => (
          <Panel title="Tokens" count={rows.length}>
            <DataTable
              caption="API tokens"
              columns={columns(setRevoking)}
              rows={rows}
              rowKey={(row) => String(row.id)}
              empty={
                <EmptyState title="No API token yet" icon={KeyRound}>
                  A token lets a script start runs and read their results, with your rights.
                </EmptyState>
              }
            />
          </Panel>
        )}
      </QueryView>
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

function columns(onRevoke: (token: ApiToken) => void): readonly Column<ApiToken>[] {
  const now = new Date();
  return [
    { id: "name", head: "Name", names: true, cell: (row) => row.name },
    {
      id: "prefix",
      head: "Begins with",
      mono: true,
      cell: (row) => row.prefix,
    },
    { id: "user", head: "Acts as", cell: (row) => row.userName },
    { id: "created", head: "Created", cell: (row) => formatAgo(row.createdAt, now) },
    { id: "used", head: "Last used", cell: (row) => formatAgo(row.lastUsedAt, now) },
    {
      id: "state",
      head: "State",
      width: "120px",
      cell: (row) =>
        row.revokedAt === null ? (
          <StateMark state="succeeded" word="Active" />
        ) : (
          <StateMark state="cancelled" word="Revoked" />
        ),
    },
    {
      id: "revoke",
      head: <span className="sr-only">Revoke</span>,
      width: "90px",
      align: "right",
      cell: (row) =>
        row.revokedAt === null && (
          <Button
            size="sm"
            variant="danger"
            aria-label={`Revoke ${row.name}`}
            onClick={() => onRevoke(row)}
          >
            Revoke
          </Button>
        ),
    },
  ];
}

function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const refreshed = useRefresh(trpc.tokens.pathKey());
  const [name, setName] = useState("");
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: refreshed(),
    }),
  );
  const errors = fieldErrors(create.error);
  const submit = () => {
    create.mutate({ name });
  };
  if (create.data) {
    return (
      <ShownOnce
        title="Your new API token"
        what="The token"
        value={create.data.token}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      onClose={onClose}
      title="New API token"
      width={440}
      submitLabel="Create"
      busy={create.isPending}
      incomplete={name.trim() === ""}
      onSubmit={submit}
    >
      <Field
        label="Name"
        required
        error={errors.name ?? errorTextOf(create)}
        hint="For what it is used, such as ci or backup."
      >
        {(control) => <TextField {...control} value={name} onChange={setName} autoFocus />}
      </Field>
    </FormDialog>
  );
}

function RevokeDialog({
  token,
  onClose,
}: {
  readonly token: ApiToken;
  readonly onClose: () => void;
}) {
  const refreshed = useRefresh(trpc.tokens.pathKey());
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: refreshed(onClose),
    }),
  );
  return (
    <ConfirmDialog
      open
      onCancel={onClose}
      onConfirm={() => revoke.mutate({ id: token.id })}
      title={`Revoke ${token.name}?`}
      confirmLabel="Revoke"
      busy={revoke.isPending}
      error={errorTextOf(revoke)}
    >
      Scripts that use it are refused from now on. This cannot be taken back.
    </ConfirmDialog>
  );
}
