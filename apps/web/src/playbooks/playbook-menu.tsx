import { useMutation } from "@tanstack/react-query";
import { Copy, Ellipsis, Trash2 } from "lucide-react";
import { useState } from "react";
import { errorText, errorTextOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { PlaybookRow } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { useCan } from "../shell/session.ts";
import { AlertDialog, ConfirmDialog, IconButton, Menu, MenuItem, MenuLine } from "../ui/index.ts";

export function PlaybookMenu({ row }: { readonly row: PlaybookRow }) {
  const refreshed = useRefresh(trpc.playbooks.pathKey());
  const mayCreate = useCan("playbook.duplicate");
  const mayRemove = useCan("playbook.remove");
  const [removing, setRemoving] = useState(false);
  const duplicate = useMutation(
    trpc.playbooks.duplicate.mutationOptions({ onSuccess: refreshed() }),
  );
  const remove = useMutation(
    trpc.playbooks.remove.mutationOptions({
      onSuccess: refreshed(() => setRemoving(false)),
    }),
  );
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={`More for ${row.name}`} />}>
        <MenuItem
          icon={Copy}
          disabled={!mayCreate}
          onSelect={() => duplicate.mutate({ id: row.id })}
        >
          Duplicate
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} danger disabled={!mayRemove} onSelect={() => setRemoving(true)}>
          Delete
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={removing}
        onCancel={() => setRemoving(false)}
        onConfirm={() => remove.mutate({ id: row.id })}
        title={`Delete ${row.name}?`}
        confirmLabel="Delete playbook"
        busy={remove.isPending}
        error={errorTextOf(remove)}
      >
        It can no longer be opened or run. Runs that have ended can still be read.
      </ConfirmDialog>
      {duplicate.error && (
        <AlertDialog open onClose={duplicate.reset} title="Not duplicated" state="test_failed">
          {errorText(duplicate.error)}
        </AlertDialog>
      )}
    </>
  );
}
