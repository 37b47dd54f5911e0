import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorText, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { Membership, Person } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { Field, FormDialog, formatTime, ShownOnce, TextField } from "../ui/index.ts";
import { MembershipsField } from "./memberships-field.tsx";

interface PersonDialogProps {
  /** Null: a new person, who gets a one-time link. */
  readonly person: Person | null;
  readonly onClose: () => void;
}

/** Adds a person with roles, or changes the roles of one. */
export function PersonDialog({ person, onClose }: PersonDialogProps) {
  const refreshed = useRefresh(trpc.users.pathKey());
  const sites = useQuery(trpc.sites.list.queryOptions());
  const [form, setForm] = useState<{
    name: string;
    email: string;
    memberships: readonly Membership[];
  }>({
    name: person?.name ?? "",
    email: person?.email ?? "",
    memberships: person?.memberships ?? [{ siteId: null, role: "analyst" }],
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const add = useMutation(trpc.users.add.mutationOptions({ onSuccess: refreshed() }));
  const set = useMutation(
    trpc.users.setMemberships.mutationOptions({
      onSuccess: refreshed(onClose),
    }),
  );
  const error = person ? set.error : add.error;
  const errors = fieldErrors(error);
  const submit = () => {
    const memberships = [...form.memberships];
    if (person) set.mutate({ id: person.id, memberships });
    else add.mutate({ name: form.name, email: form.email, memberships });
  };
  if (add.data) {
    return (
      <ShownOnce
        title={`${form.name} is added`}
        what="The link"
        value={add.data.link}
        note={`It works once, until ${formatTime(add.data.expiresAt, new Date())}: ${form.name} opens it and chooses a password.`}
        onClose={onClose}
      />
    );
  }
  const roleError = Object.entries(errors).find(([path]) => path.startsWith("memberships"))?.[1];
  return (
    <FormDialog
      onClose={onClose}
      title={person ? `Roles of ${person.name}` : "New person"}
      width={480}
      submitLabel={person ? "Save" : "Add"}
      busy={add.isPending || set.isPending}
      incomplete={form.name.trim() === "" || form.email.trim() === ""}
      onSubmit={submit}
      error={error && Object.keys(errors).length === 0 ? errorText(error) : null}
    >
      {person === null && (
        <>
          <Field label="Name" required error={errors.name}>
            {(control) => (
              <TextField
                {...control}
                value={form.name}
                onChange={(name) => change({ name })}
                autoFocus
              />
            )}
          </Field>
          <Field label="E-mail" required error={errors.email}>
            {(control) => (
              <TextField
                {...control}
                type="email"
                value={form.email}
                onChange={(email) => change({ email })}
              />
            )}
          </Field>
        </>
      )}
      <MembershipsField
        value={form.memberships}
        sites={sites.data ?? []}
        error={roleError}
        onChange={(memberships) => change({ memberships })}
      />
    </FormDialog>
  );
}
