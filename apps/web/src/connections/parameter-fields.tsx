import { SHORT_SECRET, shortSecretWarning } from "@callbook/core/connection";
import type { ParameterDefinition } from "../api/types.ts";
import { Checkbox, Field, Select, TextArea, TextField } from "../ui/index.ts";
import { fieldId } from "./check-values.ts";
import { type FormValues, type ParameterValue, shownSecret } from "./form-values.ts";
import type { SectionProps } from "./general-fields.tsx";
import { SecretField } from "./secret-field.tsx";

interface ParameterFieldsProps extends SectionProps {
  readonly definitions: readonly ParameterDefinition[];
  readonly saved: FormValues | null;
  readonly changed: boolean;
}

/** The section "Custom parameters": one field for each definition of the integration. */
export function ParameterFields({
  definitions,
  values,
  errors,
  onChange,
  saved,
  changed,
}: ParameterFieldsProps) {
  const ordered = [...definitions].sort(
    (one, other) => one.displayOrder - other.displayOrder || one.id - other.id,
  );
  return ordered.map((definition) => {
    const id = String(definition.id);
    const before = saved?.parameters[id];
    return (
      <ParameterField
        key={id}
        definition={definition}
        value={values.parameters[id]}
        stored={typeof before === "object" && before.kind === "kept" && !changed}
        changed={changed}
        error={errors[`parameters.${id}`]}
        onChange={(value) => onChange({ parameters: { ...values.parameters, [id]: value } })}
      />
    );
  });
}

interface ParameterFieldProps {
  readonly definition: ParameterDefinition;
  readonly value: ParameterValue | undefined;
  readonly stored: boolean;
  readonly changed: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: ParameterValue) => void;
}

function ParameterField({
  definition,
  value,
  stored,
  changed,
  error,
  onChange,
}: ParameterFieldProps) {
  const id = fieldId(`parameters.${definition.id}`);
  const hint = (
    <>
      <code className="font-mono">{`{{connector.${definition.name}}}`}</code>
      {definition.sensitive && " encrypted"}
      {definition.sensitive && isShort(value) && (
        <span className="block font-medium text-part">{shortSecretWarning}.</span>
      )}
    </>
  );
  if (definition.sensitive) {
    return (
      <SecretField
        id={id}
        label={definition.displayName}
        value={typeof value === "object" ? shownSecret(value, changed) : { kind: "empty" }}
        stored={stored}
        error={error}
        hint={hint}
        onChange={onChange}
      />
    );
  }
  if (definition.fieldType === "boolean") {
    return (
      <div className="self-center">
        <Checkbox
          id={id}
          label={definition.displayName}
          hint={hint}
          checked={value === true || value === "true"}
          onChange={onChange}
        />
      </div>
    );
  }
  const text = typeof value === "string" ? value : "";
  return (
    <Field
      id={id}
      label={definition.displayName}
      error={error}
      hint={hint}
      className={definition.fieldType === "json" ? "col-span-2" : undefined}
    >
      {(control) => {
        switch (definition.fieldType) {
          case "menu":
            return (
              <Select
                {...control}
                value={text === "" ? null : text}
                clearLabel="None"
                options={definition.options.map((option) => ({ value: option, label: option }))}
                onChange={(chosen) => onChange(chosen ?? "")}
              />
            );
          case "json":
            return <TextArea {...control} mono value={text} onChange={onChange} />;
          case "number":
            return <TextField {...control} inputMode="decimal" value={text} onChange={onChange} />;
          case "text":
          case "password":
          case "boolean":
            return <TextField {...control} value={text} onChange={onChange} />;
        }
      }}
    </Field>
  );
}

/** Whether a secret is being typed that answers of third parties are not searched for. */
function isShort(value: ParameterValue | undefined): boolean {
  return typeof value === "object" && value.kind === "typed" && value.text.length < SHORT_SECRET;
}
