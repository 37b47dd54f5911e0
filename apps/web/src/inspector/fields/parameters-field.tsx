import { type CommandChoice, chosenCommand, type Field as FieldSpec } from "@callbook/core/block";
import { type CommandInput, commandInputs, commandsNamed } from "@callbook/core/integration";
import { Info } from "lucide-react";
import { useMemo } from "react";
import { useEditor } from "../../editor/open-playbook/index.ts";
import { Field, Select, Tooltip } from "../../ui/index.ts";
import { useBlockForm, useField } from "../block-form.ts";
import { useTemplateNames } from "../use-template-names.ts";
import { TemplateField } from "./template-field.tsx";

type ParametersFieldSpec = Extract<FieldSpec, { readonly kind: "parameters" }>;

/** One field for each input that the chosen command declares. */
export function ParametersField({ spec }: { readonly spec: ParametersFieldSpec }) {
  const { catalogue } = useEditor();
  const { block } = useBlockForm();
  const chosen = chosenCommand(spec.choice, block.config);
  const { command, integrationKey } = chosen;
  const inputs = useMemo(
    () => commandInputs(commandsNamed(catalogue.integrations, { command, integrationKey })),
    [catalogue.integrations, command, integrationKey],
  );
  if (inputs.length === 0) return null;
  return (
    <fieldset className="min-w-0 space-y-4">
      <legend className="mb-2 w-full border-b border-line pb-1 text-t2 font-medium text-text-3">
        {spec.label}
      </legend>
      {inputs.map((input) => (
        <ParameterField
          key={input.name}
          path={["config", spec.key, input.name]}
          input={input}
          chosen={chosen}
        />
      ))}
    </fieldset>
  );
}

function ParameterField({
  path,
  input,
  chosen,
}: {
  readonly path: readonly string[];
  readonly input: CommandInput;
  readonly chosen: CommandChoice;
}) {
  const label = input.displayName === "" ? input.name : input.displayName;
  const { names } = useTemplateNames(input.connectorTemplates ? chosen : null);
  if (input.valueList.length > 0)
    return <ChoiceParameter input={input} label={label} path={path} />;
  return (
    <TemplateField
      path={path}
      label={label}
      help={<ParameterHelp input={input} label={label} />}
      required={input.required}
      syntax={input.dataType === "json" ? "json" : "text"}
      multiline={input.multiline || input.dataType === "json"}
      contains={input.contains}
      more={names}
      placeholder={input.example === "" ? undefined : `e.g. ${firstLine(input.example)}`}
      fallback={input.default ?? ""}
      hint={input.allowList ? "A comma list runs once per value." : ""}
    />
  );
}

/** What the integration says of an input, behind an icon beside the field's label. */
function ParameterHelp({ input, label }: { readonly input: CommandInput; readonly label: string }) {
  const help = [
    input.description,
    input.example === "" ? "" : `Example: ${input.example}`,
    input.contains.length === 0 ? "" : `Takes ${input.contains.join(", ")}.`,
  ].filter(Boolean);
  if (help.length === 0) return null;
  return (
    <Tooltip text={help.join(" ")}>
      <button
        type="button"
        aria-label={`About ${label}: ${help.join(" ")}`}
        className="flex size-6 items-center justify-center rounded-r1 text-text-3 hover:bg-surface-3"
      >
        <Info size={14} aria-hidden />
      </button>
    </Tooltip>
  );
}

function ChoiceParameter({
  input,
  label,
  path,
}: {
  readonly input: CommandInput;
  readonly label: string;
  readonly path: readonly string[];
}) {
  const field = useField(path, label);
  const value = typeof field.value === "string" ? field.value : input.default;
  return (
    <Field
      label={label}
      required={input.required}
      error={field.error}
      id={field.id}
      hint={input.description}
    >
      {(control) => (
        <Select
          {...control}
          value={value === "" ? null : value}
          options={input.valueList.map((choice) => ({ value: choice, label: choice }))}
          {...(input.required ? {} : { clearLabel: "none" })}
          disabled={field.readOnly}
          onChange={(next) => field.set(next ?? undefined)}
        />
      )}
    </Field>
  );
}

function firstLine(text: string): string {
  const line = text.split("\n")[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
