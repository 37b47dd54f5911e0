import type { Field as FieldSpec } from "@callbook/core/block";
import { newId } from "../../editor/document/index.ts";
import { Field, Select, Switch, TextField } from "../../ui/index.ts";
import { useField } from "../block-form.ts";
import { useTypedValue } from "../use-typed-value.ts";
import { ItemsField } from "./items-field.tsx";
import { TypedText, textOf } from "./typed-text.tsx";

const types = [
  { value: "string", label: "Text" },
  { value: "numeric", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "json", label: "JSON" },
] as const;

/** The inputs that a run is started with. */
export function InputsField({ spec }: { readonly spec: FieldSpec }) {
  return (
    <ItemsField
      spec={spec}
      what="Input"
      newItem={() => ({
        id: newId("i"),
        name: "",
        dataType: "string",
        required: false,
        description: "",
        contains: [],
        default: null,
      })}
    >
      {(path) => <InputForm path={path} />}
    </ItemsField>
  );
}

function InputForm({ path }: { readonly path: readonly string[] }) {
  const dataType = useField([...path, "dataType"], "type of input");
  const required = useField([...path, "required"], "input");
  return (
    <>
      <TypedText path={[...path, "name"]} label="Name" required placeholder="ip" />
      <Field label="Type" error={dataType.error} id={dataType.id}>
        {(control) => (
          <Select
            {...control}
            value={textOf(dataType.value)}
            options={types}
            disabled={dataType.readOnly}
            onChange={(value) => {
              if (value !== null) dataType.set(value);
            }}
          />
        )}
      </Field>
      <TypedText path={[...path, "description"]} label="Description" />
      <ContainsField path={[...path, "contains"]} />
      <DefaultField path={[...path, "default"]} />
      <Switch
        id={required.id}
        label="Required"
        checked={required.value === true}
        disabled={required.readOnly}
        onChange={(checked) => required.set(checked)}
      />
    </>
  );
}

function ContainsField({ path }: { readonly path: readonly string[] }) {
  const field = useField(path, "contains of input");
  const stored = Array.isArray(field.value) ? field.value.map(textOf).join(", ") : "";
  const typed = useTypedValue(
    stored,
    (text) => text,
    (text) => {
      const types = text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean);
      field.set(types);
      return types.join(", ");
    },
  );
  return (
    <Field
      label="Contains"
      error={field.error}
      id={field.id}
      hint="Kinds of value such as ip, domain, hash."
    >
      {(control) => (
        <TextField
          {...control}
          value={typed.text}
          onChange={typed.onChange}
          onBlur={typed.onBlur}
          disabled={field.readOnly}
          placeholder="ip, domain"
        />
      )}
    </Field>
  );
}

function DefaultField({ path }: { readonly path: readonly string[] }) {
  const field = useField(path, "default of input");
  const typed = useTypedValue(
    textOf(field.value),
    (text) => text,
    (text) => {
      field.set(text === "" ? null : text);
      return text;
    },
  );
  return (
    <Field label="Default" error={field.error} id={field.id}>
      {(control) => (
        <TextField
          {...control}
          value={typed.text}
          onChange={typed.onChange}
          onBlur={typed.onBlur}
          disabled={field.readOnly}
        />
      )}
    </Field>
  );
}
