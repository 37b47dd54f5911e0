import type { Json } from "@callbook/core/json";
import { Field, TextArea, TextField } from "../../ui/index.ts";
import { type FieldAccess, useField } from "../block-form.ts";
import { fieldHint } from "../field-hint.tsx";
import { useTypedValue } from "../use-typed-value.ts";

interface TypedTextProps {
  readonly path: readonly string[];
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required?: boolean;
  readonly multiline?: boolean;
  readonly mono?: boolean;
  readonly placeholder?: string;
  readonly hiddenLabel?: boolean;
}

/** A text of the block's form: one operation per pause in typing. */
export function TypedText({
  path,
  label,
  hint,
  required = false,
  multiline = false,
  mono = false,
  placeholder,
  hiddenLabel = false,
}: TypedTextProps) {
  const field = useField(path, label);
  const typed = useTypedValue(
    textOf(field.value),
    (text) => text,
    (text, from) => {
      field.set(text, before(field, from));
      return text;
    },
  );
  const input = {
    value: typed.text,
    onChange: typed.onChange,
    onBlur: typed.onBlur,
    disabled: field.readOnly,
    mono,
    placeholder,
  };
  return (
    <Field
      label={hiddenLabel ? <span className="sr-only">{label}</span> : label}
      id={field.id}
      required={required}
      error={field.error}
      hint={fieldHint(hint, field.warning)}
    >
      {(control) =>
        multiline ? (
          <TextArea {...control} {...input} rows={3} />
        ) : (
          <TextField {...control} {...input} />
        )
      }
    </Field>
  );
}

/** The text of a stored value; empty for none. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a typed text replaces: the text from which typing began, or nothing when there was nothing. */
export function before(field: FieldAccess, from: string): { readonly value: Json | undefined } {
  const empty = from === "" && (field.value === undefined || field.value === null);
  return { value: empty ? field.value : from };
}
