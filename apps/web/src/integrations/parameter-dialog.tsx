import { normaliseParameterName } from "@callbook/core/connection";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { errorText, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { Integration, ParameterDefinition } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import {
  Checkbox,
  Field,
  FormDialog,
  SegmentedControl,
  Select,
  TextArea,
  TextField,
} from "../ui/index.ts";

type FieldType = ParameterDefinition["fieldType"];

const fieldTypes: readonly { readonly value: FieldType; readonly label: string }[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Boolean" },
  { value: "menu", label: "Menu" },
  { value: "json", label: "JSON" },
  { value: "password", label: "Password" },
];

interface ParameterDialogProps {
  readonly integration: Pick<Integration, "id" | "name" | "parameterDefinitions">;
  readonly onClose: () => void;
  /** Called before onClose once the parameter is there. */
  readonly onAdded?: () => void;
}

/** `+ Connection Parameter`: adds a field to every connection of the integration. */
export function ParameterDialog({ integration, onClose, onAdded }: ParameterDialogProps) {
  const refreshed = useRefresh(trpc.integrations.pathKey());
  const nextOrder =
    Math.max(0, ...integration.parameterDefinitions.map(({ displayOrder }) => displayOrder)) + 1;
  const [form, setForm] = useState({
    type: "custom" as const,
    displayName: "",
    fieldType: "text" as FieldType,
    options: "",
    displayOrder: String(nextOrder),
    sensitive: false,
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const add = useMutation(
    trpc.integrations.addParameter.mutationOptions({
      onSuccess: refreshed(() => {
        onAdded?.();
        onClose();
      }),
    }),
  );
  const errors = fieldErrors(add.error);
  const submit = () => {
    add.mutate({
      integrationId: integration.id,
      displayName: form.displayName,
      fieldType: form.fieldType,
      options: form.fieldType === "menu" ? lines(form.options) : [],
      displayOrder: Number(form.displayOrder),
      sensitive: form.sensitive,
    });
  };
  return (
    <FormDialog
      onClose={onClose}
      title="New Connection Parameter"
      subtitle={integration.name}
      width={520}
      submitLabel="Add"
      busy={add.isPending}
      incomplete={form.displayName.trim() === "" || !/^\d+$/.test(form.displayOrder)}
      onSubmit={submit}
      error={add.error && Object.keys(errors).length === 0 ? errorText(add.error) : null}
    >
      <Field group label="Type" hint="A custom parameter is one field of the connection form.">
        {(control) => (
          <SegmentedControl
            {...control}
            value={form.type}
            onChange={() => undefined}
            options={[{ value: "custom", label: "Custom" }]}
          />
        )}
      </Field>
      <Field
        label="Display name"
        required
        error={errors.displayName ?? errors["Display name"]}
        hint={<NamePreview displayName={form.displayName} />}
      >
        {(control) => (
          <TextField
            {...control}
            value={form.displayName}
            onChange={(displayName) => change({ displayName })}
            autoFocus
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Field type" required error={errors.fieldType}>
          {(control) => (
            <Select
              {...control}
              value={form.fieldType}
              options={fieldTypes}
              onChange={(value) => {
                const chosen = fieldTypes.find((known) => known.value === value);
                if (chosen) change({ fieldType: chosen.value });
              }}
            />
          )}
        </Field>
        <Field label="Display order" required error={errors.displayOrder}>
          {(control) => (
            <TextField
              {...control}
              inputMode="numeric"
              value={form.displayOrder}
              onChange={(displayOrder) => change({ displayOrder })}
            />
          )}
        </Field>
      </div>
      {form.fieldType === "menu" && (
        <Field label="Options" required error={errors.options} hint="One on each line.">
          {(control) => (
            <TextArea
              {...control}
              value={form.options}
              onChange={(options) => change({ options })}
            />
          )}
        </Field>
      )}
      <Checkbox
        label="Is sensitive data"
        hint="Encrypted, and never shown again"
        checked={form.sensitive}
        onChange={(sensitive) => change({ sensitive })}
      />
      <p className="text-t2 text-text-3">
        The parameter belongs to {integration.name} and appears in its connections of all sites.
      </p>
    </FormDialog>
  );
}

/** By which template commands read the value, while the name is typed. */
function NamePreview({ displayName }: { readonly displayName: string }) {
  if (displayName.trim() === "")
    return (
      <>
        In commands: <code className="font-mono">{"{{connector.…}}"}</code>
      </>
    );
  const name = normaliseParameterName(displayName);
  if (name === null) return <span className="text-fail">The name needs a letter or digit.</span>;
  return (
    <>
      In commands: <code className="font-mono text-text">{`{{connector.${name}}}`}</code>
    </>
  );
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
