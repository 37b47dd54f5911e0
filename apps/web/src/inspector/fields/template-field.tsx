import {
  templateToShown,
  templateToStored,
  valueToShown,
  valueToStored,
} from "@callbook/core/template";
import { type ReactNode, useMemo, useRef } from "react";
import { useEditor } from "../../editor/open-playbook/index.ts";
import { Field } from "../../ui/index.ts";
import { useBlockForm, useField } from "../block-form.ts";
import { DatapathPicker } from "../datapath-picker.tsx";
import { fieldHint } from "../field-hint.tsx";
import { inserted } from "../template-completion.ts";
import { type OfferedSource, upstreamOutputs } from "../upstream-outputs.ts";
import { useTypedValue } from "../use-typed-value.ts";
import { TemplateInput } from "./template-input.tsx";
import { before, textOf } from "./typed-text.tsx";

interface TemplateFieldProps {
  readonly path: readonly string[];
  readonly label: string;
  /** At the right of the label, before the picker. */
  readonly help?: ReactNode;
  readonly hint?: ReactNode;
  readonly required?: boolean;
  /** text: datapaths stand in {{ }}. json: the same inside a JSON text. value: the whole may be one bare datapath. */
  readonly syntax: "text" | "json" | "value";
  readonly multiline?: boolean;
  readonly contains?: readonly string[];
  readonly more?: readonly OfferedSource[];
  readonly placeholder?: string | undefined;
  /** What stands in for a value that is not set, for example a command's default. */
  readonly fallback?: string | undefined;
}

/** A text with datapaths: names on the screen, ids in the document. */
export function TemplateField({
  path,
  label,
  help,
  hint,
  required = false,
  syntax,
  multiline = false,
  contains = [],
  more = [],
  placeholder,
  fallback = "",
}: TemplateFieldProps) {
  const { document, catalogue } = useEditor();
  const { block } = useBlockForm();
  const field = useField(path, label);
  const area = useRef<HTMLTextAreaElement>(null);
  const unset = field.value === undefined || field.value === null;
  const typed = useTypedValue(
    unset ? fallback : textOf(field.value),
    (stored) =>
      syntax === "value"
        ? valueToShown(stored, document)
        : templateToShown(stored, document, syntax),
    (text, from) => {
      const stored =
        syntax === "value"
          ? valueToStored(text, document)
          : templateToStored(text, document, syntax);
      if (stored !== from) field.set(stored, unset ? { value: field.value } : before(field, from));
      return stored;
    },
  );
  const paths = useMemo(
    () =>
      [...upstreamOutputs(document, block, catalogue), ...more].flatMap((source) => source.paths),
    [document, block, catalogue, more],
  );
  const insert = (picked: string) => {
    if (syntax === "value" && typed.text.trim() === "") typed.onChange(picked);
    else {
      const at = area.current?.selectionStart ?? typed.text.length;
      typed.onChange(inserted(typed.text, at, picked).text);
    }
    area.current?.focus();
  };
  return (
    <Field
      label={label}
      required={required}
      error={field.error}
      id={field.id}
      hint={fieldHint(hint, field.warning)}
      aside={
        <span className="flex items-center">
          {help}
          {!field.readOnly && (
            <DatapathPicker label={label} contains={contains} more={more} onPick={insert} />
          )}
        </span>
      }
    >
      {(control) => (
        <TemplateInput
          control={control}
          value={typed.text}
          onChange={typed.onChange}
          onBlur={typed.onBlur}
          disabled={field.readOnly}
          multiline={multiline}
          placeholder={placeholder}
          paths={paths}
          area={area}
        />
      )}
    </Field>
  );
}
