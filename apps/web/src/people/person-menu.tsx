import { useMutation } from "@tanstack/react-query";
import { Ellipsis, Link2, PowerOff, RotateCcw, Shield } from "lucide-react";
import { useState } from "react";
import { errorText, errorTextOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { Person } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { useCan, useUser } from "../shell/session.ts";
import {
  AlertDialog,
  ConfirmDialog,
  formatTime,
  IconButton,
  Menu,
  MenuItem,
  MenuLine,
  ShownOnce,
} from "../ui/index.ts";

/** What can be done with a person from its row. */
export function PersonMenu({
  person,
  onRoles,
}: {
  readonly person: Person;
  readonly onRoles: () => void;
}) {
  const refreshed = useRefresh(trpc.users.pathKey());
  const me = useUser();
  const may = useCan("user.setMemberships");
  const [leaving, setLeaving] = useState(false);
  const deactivate = useMutation(
    trpc.users.deactivate.mutationOptions({
      onSuccess: refreshed(() => setLeaving(false)),
    }),
  );
  const reactivate = useMutation(trpc.users.reactivate.mutationOptions({ onSuccess: refreshed() }));
  const renew = useMutation(trpc.users.renewLink.mutationOptions({ onSuccess: refreshed() }));
  const problem = reactivate.error ?? renew.error;
  const gone = person.deactivatedAt !== null;
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={`More for ${person.name}`} />}>
        <MenuItem icon={Shield} disabled={!may} onSelect={onRoles}>
          Change roles
        </MenuItem>
        {person.invited && !gone && (
          <MenuItem icon={Link2} disabled={!may} onSelect={() => renew.mutate({ id: person.id })}>
            New one-time link
          </MenuItem>
        )}
        <MenuLine />
        {gone ? (
          <MenuItem
            icon={RotateCcw}
            disabled={!may}
            onSelect={() => reactivate.mutate({ id: person.id })}
          >
            Reactivate
          </MenuItem>
        ) : (
          <MenuItem
            icon={PowerOff}
            danger
            disabled={!may || person.id === me.id}
            hint={person.id === me.id ? "Nobody deactivates themselves" : undefined}
            onSelect={() => setLeaving(true)}
          >
            Deactivate
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={leaving}
        onCancel={() => setLeaving(false)}
        onConfirm={() => deactivate.mutate({ id: person.id })}
        title={`Deactivate ${person.name}?`}
        confirmLabel="Deactivate"
        busy={deactivate.isPending}
        error={errorTextOf(deactivate)}
      >
        Open sessions and API tokens of this person end at once. What they made stays.
      </ConfirmDialog>
      {renew.data && (
        <ShownOnce
          title={`New link for ${person.name}`}
          what="The link"
          value={renew.data.link}
          note={`It works once, until ${formatTime(renew.data.expiresAt, new Date())}. The link before it no longer works.`}
          onClose={renew.reset}
        />
      )}
      {problem && (
        <AlertDialog
          open
          title="Not done"
          state="test_failed"
          onClose={() => {
            reactivate.reset();
            renew.reset();
          }}
        >
          {errorText(problem)}
        </AlertDialog>
      )}
    </>
  );
}
