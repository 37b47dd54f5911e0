import type { Field as FieldSpec } from "@callbook/core/block";
import { Field, Select, Switch, TextField } from "../../ui/index.ts";
import { useField } from "../block-form.ts";
import { useTypedValue } from "../use-typed-value.ts";

interface SimpleFieldProps {
  readonly spec: FieldSpec;
}

interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** The number that a text says, or why it cannot be kept. */
export function readNumber(text: string, { least, most }: Bounds): number | string {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) return "Write a number.";
  if (least !== undefined && number < least) return `Write at least ${shown(least)}.`;
  if (most !== undefined && number > most) return `Write at most ${shown(most)}.`;
  return number;
}

function shown(number: number): string {
  return number.toLocaleString("en-GB");
}

/** A number within what its field allows; another one stays in the field and is not kept. */
export function NumberField({
  spec,
}: {
  readonly spec: Extract<FieldSpec, { readonly kind: "number" }>;
}) {
  const field = useField(["config", spec.key], spec.label);
  const stored = typeof field.value === "number" ? String(field.value) : "";
  const typed = useTypedValue(
    stored,
    (text) => text,
    (text, from) => {
      const number = readNumber(text, spec);
      // Leaving the field shows the kept one again.
      if (typeof number === "string") return from;
      field.set(number, { value: from === "" ? field.value : Number(from) });
      return String(number);
    },
  );
  const read = typed.text === stored ? null : readNumber(typed.text, spec);
  return (
    <Field
      label={spec.label}
      hint={spec.hint}
      required={spec.required}
      error={typeof read === "string" ? read : field.error}
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

export function MenuField({
  spec,
}: {
  readonly spec: Extract<FieldSpec, { readonly kind: "menu" }>;
}) {
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
          options={spec.options}
          disabled={field.readOnly}
          onChange={(value) => {
            if (value !== null) field.set(value);
          }}
        />
      )}
    </Field>
  );
}
