import type { Field } from "@callbook/core/block";
import { assertNever } from "@callbook/core/json";
import { BranchesField } from "./fields/branches-field.tsx";
import { CommandField } from "./fields/command-field.tsx";
import { ConnectionsField } from "./fields/connections-field.tsx";
import { DatapathsField } from "./fields/datapaths-field.tsx";
import { InputsField } from "./fields/inputs-field.tsx";
import { OutputsField } from "./fields/outputs-field.tsx";
import { ParametersField } from "./fields/parameters-field.tsx";
import { BooleanField, MenuField, NumberField } from "./fields/simple-fields.tsx";
import { TemplateField } from "./fields/template-field.tsx";
import { TypedText } from "./fields/typed-text.tsx";

/** The widget of a declared field: one for each kind. */
export function FormField({ field }: { readonly field: Field }) {
  const path = ["config", field.key];
  const text = { path, label: field.label, hint: field.hint, required: field.required };
  switch (field.kind) {
    case "text":
      return <TypedText {...text} />;
    case "multiline":
      return <TypedText {...text} multiline />;
    case "template":
      return <TemplateField {...text} syntax="text" multiline />;
    case "number":
      return <NumberField spec={field} />;
    case "boolean":
      return <BooleanField spec={field} />;
    case "menu":
      return <MenuField spec={field} />;
    case "command":
      return <CommandField spec={field} />;
    case "connections":
      return <ConnectionsField spec={field} />;
    case "parameters":
      return <ParametersField spec={field} />;
    case "branches":
      return <BranchesField spec={field} />;
    case "inputs":
      return <InputsField spec={field} />;
    case "outputs":
      return <OutputsField spec={field} />;
    case "datapaths":
      return <DatapathsField spec={field} />;
    default:
      return assertNever(field, "kind of field");
  }
}
