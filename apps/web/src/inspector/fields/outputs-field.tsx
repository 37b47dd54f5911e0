import type { Field as FieldSpec } from "@callbook/core/block";
import { newId } from "../../editor/document/index.ts";
import { ItemsField } from "./items-field.tsx";
import { TemplateField } from "./template-field.tsx";
import { TypedText } from "./typed-text.tsx";

/** What a run gives: each output is named and comes from a datapath or a template. */
export function OutputsField({ spec }: { readonly spec: FieldSpec }) {
  return (
    <ItemsField spec={spec} what="Output" newItem={() => ({ id: newId("i"), name: "", value: "" })}>
      {(path) => (
        <>
          <TypedText path={[...path, "name"]} label="Name" required placeholder="verdict" />
          <TemplateField
            path={[...path, "value"]}
            label="Value"
            required
            syntax="value"
            placeholder="datapath or template"
          />
        </>
      )}
    </ItemsField>
  );
}
