import { useMutation, useQuery } from "@tanstack/react-query";
import { Ellipsis, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { errorText, errorTextOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { ConnectionRow } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { ErrorLines } from "../results/index.ts";
import { useCan } from "../shell/session.ts";
import {
  AlertDialog,
  ConfirmDialog,
  formatDuration,
  IconButton,
  Menu,
  MenuItem,
  MenuLine,
} from "../ui/index.ts";

/** What can be done with a connection from its row. */
export function ConnectionMenu({
  row,
  onEdit,
}: {
  readonly row: ConnectionRow;
  readonly onEdit: () => void;
}) {
  const [removing, setRemoving] = useState(false);
  const mayRemove = useCan("connection.remove") && row.myLevel === "manage";
  const test = useSavedTest();
  const failure = test.data?.failure;
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={`More for ${row.name}`} />}>
        <MenuItem icon={Pencil} onSelect={onEdit}>
          {row.myLevel === "edit" || row.myLevel === "manage" ? "Edit" : "Open"}
        </MenuItem>
        <MenuItem
          icon={RefreshCw}
          disabled={row.myLevel === "none" || test.isPending}
          onSelect={() => test.mutate({ id: row.id })}
        >
          Test Connection
        </MenuItem>
        <MenuLine />
        <MenuItem
          icon={Trash2}
          danger
          disabled={!mayRemove}
          hint={mayRemove ? undefined : "Admins of the site may delete it"}
          onSelect={() => setRemoving(true)}
        >
          Delete
        </MenuItem>
      </Menu>
      {removing && <RemoveDialog row={row} onClose={() => setRemoving(false)} />}
      {test.data?.passed && (
        <AlertDialog open onClose={test.reset} title="Test Connection Passed" state="passed">
          {row.name} answered in {formatDuration(test.data.durationMs)}.
        </AlertDialog>
      )}
      {failure && (
        <AlertDialog
          open
          onClose={test.reset}
          title="Test Connection Failed"
          state="test_failed"
          width={520}
        >
          <ErrorLines failure={failure} />
          <p className="mt-3">Check the connection parameters and retry. {failure.remedy}</p>
        </AlertDialog>
      )}
      {test.error && (
        <AlertDialog open onClose={test.reset} title="The test did not start" state="test_failed">
          {errorText(test.error)}
        </AlertDialog>
      )}
    </>
  );
}

function useSavedTest() {
  const refreshed = useRefresh(trpc.integrations.pathKey());
  return useMutation(
    trpc.connections.testSaved.mutationOptions({
      trpc: { context: { alone: true } },
      onSettled: refreshed(),
    }),
  );
}

function RemoveDialog({
  row,
  onClose,
}: {
  readonly row: ConnectionRow;
  readonly onClose: () => void;
}) {
  const refreshed = useRefresh(trpc.integrations.pathKey());
  const used = useQuery(trpc.connections.whereUsed.queryOptions({ id: row.id }));
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onSuccess: refreshed(onClose),
    }),
  );
  return (
    <ConfirmDialog
      open
      onCancel={onClose}
      onConfirm={() => remove.mutate({ id: row.id, version: row.version })}
      title={`Delete ${row.name}?`}
      confirmLabel="Delete connection"
      busy={remove.isPending}
      error={errorTextOf(remove)}
    >
      <p>Its stored secrets are gone at once. Runs that need it fail.</p>
      <p className="mt-2">
        {used.data === undefined
          ? "Looking where it is used."
          : used.data.length === 0
            ? "No playbook names it."
            : `Named in ${used.data.map((playbook) => playbook.name).join(", ")}.`}
      </p>
    </ConfirmDialog>
  );
}
