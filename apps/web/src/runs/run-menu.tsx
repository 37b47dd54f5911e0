import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pin, PinOff } from "lucide-react";
import { errorText } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { AlertDialog, IconButton, Menu, MenuItem } from "../ui/index.ts";
import type { RunDetails } from "./use-run.ts";

/** What else can be done with a run: pinned, it is kept beyond the days that runs are kept. */
export function RunMenu({ details: { id, pinned, mayPin } }: { readonly details: RunDetails }) {
  const queries = useQueryClient();
  const pin = useMutation(
    trpc.runs.setPinned.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queries.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ id }) }),
          queries.invalidateQueries({ queryKey: ["runs"] }),
        ]),
    }),
  );
  const hint = pinned
    ? "It is deleted with the other runs of its week."
    : "It stays when the other runs of its week are deleted.";
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label={`More for run ${id}`} variant="default" />}>
        <MenuItem
          icon={pinned ? PinOff : Pin}
          disabled={!mayPin || pin.isPending}
          hint={mayPin ? hint : "That needs the role editor in its site."}
          onSelect={() => pin.mutate({ id, pinned: !pinned })}
        >
          {pinned ? "Unpin run" : "Pin run"}
        </MenuItem>
      </Menu>
      {pin.error && (
        <AlertDialog
          open
          onClose={pin.reset}
          title={pinned ? "Not unpinned" : "Not pinned"}
          state="test_failed"
        >
          {errorText(pin.error)}
        </AlertDialog>
      )}
    </>
  );
}
