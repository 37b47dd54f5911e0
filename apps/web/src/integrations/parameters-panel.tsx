import { useMutation } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useState } from "react";
import { errorTextOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { Integration, ParameterDefinition } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { useCan } from "../shell/session.ts";
import { Button, type Column, ConfirmDialog, DataTable, EmptyState, Panel } from "../ui/index.ts";
import { ParameterDialog } from "./parameter-dialog.tsx";

/** Custom connection parameters. They belong to the integration, for all sites. */
export function ParametersPanel({ integration }: { readonly integration: Integration }) {
  const [adding, setAdding] = useState(false);
  const [hiding, setHiding] = useState<ParameterDefinition | null>(null);
  const may = useCan("integration.addParameter");
  const add = (
    <Button
      plus
      disabled={!may}
      title={may ? undefined : "Adding a parameter needs the role admin"}
      onClick={() => setAdding(true)}
    >
      Connection Parameter
    </Button>
  );
  const columns: readonly Column<ParameterDefinition>[] = [
    {
      id: "name",
      head: "Display name",
      names: true,
      width: "200px",
      cell: (row) => row.displayName,
    },
    {
      id: "reference",
      head: "Name in commands",
      cell: (row) => <code className="font-mono text-t2">{`{{connector.${row.name}}}`}</code>,
    },
    { id: "type", head: "Type", width: "110px", cell: () => "Custom" },
    { id: "field", head: "Field type", width: "120px", cell: (row) => row.fieldType },
    {
      id: "sensitive",
      head: "Sensitive",
      width: "240px",
      cell: (row) =>
        row.sensitive ? (
          <span className="inline-flex items-center gap-1.5">
            <Lock size={14} aria-hidden /> encrypted
          </span>
        ) : (
          <span className="inline-flex items-center gap-2 text-text-2">
            no
            {may && (
              <Button size="sm" variant="ghost" onClick={() => setHiding(row)}>
                Encrypt from now on
              </Button>
            )}
          </span>
        ),
    },
    { id: "order", head: "Order", width: "70px", align: "right", cell: (row) => row.displayOrder },
  ];
  const rows = [...integration.parameterDefinitions].sort(
    (one, other) => one.displayOrder - other.displayOrder || one.id - other.id,
  );
  return (
    <Panel title="Connection parameters" count={rows.length} actions={add}>
      <DataTable
        caption="Connection parameters"
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.id)}
        empty={
          <EmptyState title="No parameters of your own">
            A connection parameter adds a field to every connection of this integration, and its
            value to every command by a template.
          </EmptyState>
        }
      />
      {adding && <ParameterDialog integration={integration} onClose={() => setAdding(false)} />}
      {hiding && <EncryptDialog definition={hiding} onClose={() => setHiding(null)} />}
    </Panel>
  );
}

function EncryptDialog({
  definition,
  onClose,
}: {
  readonly definition: ParameterDefinition;
  readonly onClose: () => void;
}) {
  const refreshed = useRefresh(trpc.integrations.pathKey());
  const encrypt = useMutation(
    trpc.integrations.setSensitive.mutationOptions({
      onSuccess: refreshed(onClose),
    }),
  );
  return (
    <ConfirmDialog
      open
      onCancel={onClose}
      onConfirm={() => encrypt.mutate({ definitionId: definition.id, sensitive: true })}
      title={`Encrypt ${definition.displayName}?`}
      confirmLabel="Encrypt"
      busy={encrypt.isPending}
      error={errorTextOf(encrypt)}
    >
      Its values in all connections are encrypted at once and can then be replaced, but no longer
      read.
    </ConfirmDialog>
  );
}
