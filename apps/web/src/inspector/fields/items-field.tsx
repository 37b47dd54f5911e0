import type { Field as FieldSpec } from "@callbook/core/block";
import type { Item } from "@callbook/core/operation";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Field } from "../../ui/index.ts";
import { fieldId, useBlockForm, useField, useList } from "../block-form.ts";
import { ItemCard } from "./item-card.tsx";
import { itemsOf } from "./items.ts";
import { textOf } from "./typed-text.tsx";

interface ItemsFieldProps {
  readonly spec: FieldSpec;
  /** What one item is: "Input", "Output". */
  readonly what: string;
  readonly newItem: () => Item;
  /** The form of one item, by its path in the block. */
  readonly children: (path: readonly string[]) => ReactNode;
}

/** A list of named items: each in a card that can be moved and removed, and a button to add one. */
export function ItemsField({ spec, what, newItem, children }: ItemsFieldProps) {
  const path = ["config", spec.key];
  const word = what.toLowerCase();
  const { block } = useBlockForm();
  const field = useField(path, spec.label);
  const list = useList(path, `an ${word}`);
  const items = itemsOf(field.value);
  const ids = items.map((item) => item.id);
  return (
    <Field label={spec.label} hint={spec.hint} error={field.error} group id={field.id}>
      {(control) => (
        <fieldset {...control} tabIndex={-1} className="min-w-0 space-y-2">
          {items.map((item, index) => (
            <ItemCard
              key={item.id}
              domId={fieldId(block.id, [...path, item.id])}
              what={what}
              name={textOf(item["name"])}
              ids={ids}
              index={index}
              list={list}
            >
              {children([...path, item.id])}
            </ItemCard>
          ))}
          {!list.readOnly && (
            <Button size="sm" icon={Plus} onClick={() => list.add(newItem())}>
              Add {word}
            </Button>
          )}
        </fieldset>
      )}
    </Field>
  );
}
