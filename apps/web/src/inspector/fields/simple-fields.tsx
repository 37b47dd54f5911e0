import type { Field as FieldSpec } from "@callbook/core/block";
import { Field, Select, Switch, TextField } from "../../ui/index.ts";
import { useField } from "../block-form.ts";
import { useTypedValue } from "../use-typed-value.ts";

interface SimpleFieldProps {
  readonly spec: FieldSpec;
}

export function NumberField({ spec }: SimpleFieldProps) {
  const field = useField(["config", spec.key], spec.label);
  const stored = typeof field.value === "number" ? String(field.value) : "";
  const typed = useTypedValue(
    stored,
    (text) => text,
    (text, from) => {
      const number = Number(text);
      // What is no number stays in the field and is not kept; leaving the field shows the kept one again.
      if (text.trim() === "" || !Number.isFinite(number)) return from;
      field.set(number, { value: from === "" ? field.value : Number(from) });
      return String(number);
    },
  );
  return (
    <Field
      label={spec.label}
      hint={spec.hint}
      required={spec.required}
      error={field.error}
      id={field.id}
    >
      {(control) => (
        <TextField
          {...control}
          inputMode="decimal"
          value={typed.text}
          onChange={typed.onChange}
          onBlur={typed.onBlur}
          disabled={field.readOnly}
        />
      )}
    </Field>
  );
}

export function BooleanField({ spec }: SimpleFieldProps) {
  const field = useField(["config", spec.key], spec.label);
  return (
    <Switch
      id={field.id}
      label={spec.label}
      hint={spec.hint}
      checked={field.value === true}
      disabled={field.readOnly}
      onChange={(checked) => field.set(checked)}
    />
  );
}

export function MenuField({ spec }: SimpleFieldProps) {
  const field = useField(["config", spec.key], spec.label);
  return (
    <Field
      label={spec.label}
      hint={spec.hint}
      required={spec.required}
      error={field.error}
      id={field.id}
    >
      {(control) => (
        <Select
          {...control}
          value={typeof field.value === "string" ? field.value : null}
          options={spec.options ?? []}
          disabled={field.readOnly}
          onChange={(value) => {
            if (value !== null) field.set(value);
          }}
        />
      )}
    </Field>
  );
}
