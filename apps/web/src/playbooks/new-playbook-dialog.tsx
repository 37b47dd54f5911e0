import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { errorText, fieldErrors, type Refusal, refusalOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { useUser } from "../shell/session.ts";
import { Field, FormDialog, Select, TextField } from "../ui/index.ts";

/** A new playbook, empty or from a document file; it opens in the editor. */
export function NewPlaybookDialog({ onClose }: { readonly onClose: () => void }) {
  const user = useUser();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [siteId, setSiteId] = useState<number | null>(
    (user.sites.find((site) => site.kind === "internal") ?? user.sites[0])?.id ?? null,
  );
  const [file, setFile] = useState<File | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const create = useMutation(
    trpc.playbooks.create.mutationOptions({
      onSuccess: ({ id }) =>
        navigate({ to: "/playbooks/$playbookId", params: { playbookId: String(id) }, search: {} }),
    }),
  );
  const errors = fieldErrors(create.error);
  const faults = refusalOf(create.error)?.fields?.filter(
    (fault) => fault.path !== "name" && fault.path !== "siteId",
  );

  const failed = create.error && errors.name === undefined && errors.siteId === undefined;

  const submit = async () => {
    if (siteId === null) return;
    setUnreadable(null);
    if (!file) {
      create.mutate({ name, siteId });
      return;
    }
    try {
      create.mutate({ name, siteId, document: JSON.parse(await file.text()) as unknown });
    } catch (error) {
      setUnreadable(`${file.name} is not JSON: ${errorText(error)}`);
    }
  };
  return (
    <FormDialog
      onClose={onClose}
      title="New playbook"
      width={460}
      submitLabel="Create"
      busy={create.isPending}
      incomplete={name.trim() === "" || siteId === null}
      onSubmit={() => void submit()}
      error={failed ? <Refused faults={faults} text={errorText(create.error)} /> : null}
    >
      <Field label="Name" required error={errors.name}>
        {(control) => (
          <TextField {...control} value={name} onChange={setName} maxLength={100} autoFocus />
        )}
      </Field>
      <Field label="Site" required error={errors.siteId}>
        {(control) => (
          <Select
            {...control}
            value={siteId === null ? null : String(siteId)}
            options={user.sites.map((site) => ({ value: String(site.id), label: site.name }))}
            onChange={(value) => setSiteId(value === null ? null : Number(value))}
          />
        )}
      </Field>
      <Field
        label="From a file"
        error={unreadable}
        hint="A playbook document (JSON). Left out: empty."
      >
        {(control) => (
          <input
            {...control}
            type="file"
            accept="application/json,.json"
            className="block w-full text-t2 text-text-2 file:mr-2 file:h-7 file:rounded-r2 file:border file:border-line-strong file:bg-surface file:px-2.5 file:text-t3 file:font-medium file:text-text"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** Why nothing was saved; of a faulty document its first faults with their paths. */
function Refused({ faults, text }: { readonly faults: Refusal["fields"]; readonly text: string }) {
  return (
    <>
      <p>{faults?.length ? "The document is not valid; nothing was saved." : text}</p>
      <ul className="mt-1 list-disc pl-4 font-mono text-t2">
        {faults?.slice(0, 8).map((fault) => (
          <li key={`${fault.path} ${fault.message}`}>
            {fault.path}: {fault.message}
          </li>
        ))}
      </ul>
    </>
  );
}
