import type { Field as FieldSpec } from "@callbook/core/block";
import { Plus } from "lucide-react";
import { newId } from "../../editor/new-id.ts";
import { Button, Field } from "../../ui/index.ts";
import { useField, useList } from "../block-form.ts";
import { ItemCard } from "./item-card.tsx";
import { itemsOf } from "./items.ts";
import { TemplateField } from "./template-field.tsx";
import { TypedText, textOf } from "./typed-text.tsx";

/** What a run gives: each output is named and comes from a datapath or a template. */
export function OutputsField({ spec }: { readonly spec: FieldSpec }) {
  const path = ["config", spec.key];
  const field = useField(path, spec.label);
  const list = useList(path, "an output");
  const items = itemsOf(field.value);
  const ids = items.map((item) => item.id);
  return (
    <Field label={spec.label} hint={spec.hint} error={field.error} group id={field.id}>
      {(control) => (
        <fieldset {...control} tabIndex={-1} className="min-w-0 space-y-2">
          {items.map((item, index) => (
            <ItemCard
              key={item.id}
              what="Output"
              name={textOf(item["name"])}
              ids={ids}
              index={index}
              list={list}
            >
              <TypedText
                path={[...path, item.id, "name"]}
                label="Name"
                required
                placeholder="verdict"
              />
              <TemplateField
                path={[...path, item.id, "value"]}
                label="Value"
                required
                syntax="value"
                placeholder="datapath or template"
              />
            </ItemCard>
          ))}
          {!list.readOnly && (
            <Button
              size="sm"
              icon={Plus}
              onClick={() => list.add({ id: newId("i"), name: "", value: "" })}
            >
              Add output
            </Button>
          )}
        </fieldset>
      )}
    </Field>
  );
}
