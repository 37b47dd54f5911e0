import type { Field as FieldSpec } from "@callbook/core/block";
import { newId } from "../../editor/document/index.ts";
import { ItemsField } from "./items-field.tsx";
import { TemplateField } from "./template-field.tsx";

type DatapathsFieldSpec = Extract<FieldSpec, { readonly kind: "datapaths" }>;

/** Datapaths in an order; each is called by its place, which changes when it is moved. */
export function DatapathsField({ spec }: { readonly spec: DatapathsFieldSpec }) {
  return (
    <ItemsField
      spec={spec}
      what="Datapath"
      newItem={() => ({ id: newId("i"), value: "" })}
      nameOf={(_, index) => spec.placeName.replace("#", String(index))}
    >
      {(path) => (
        <TemplateField
          path={[...path, "value"]}
          label="Datapath"
          required
          syntax="value"
          placeholder="lookup_1:action_result.data.*.score"
        />
      )}
    </ItemsField>
  );
}
