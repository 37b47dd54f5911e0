import type { Field as FieldSpec } from "@callbook/core/block";
import type { Item } from "@callbook/core/operation";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Field } from "../../ui/index.ts";
import { fieldId, useBlockForm, useField, useList } from "../block-form.ts";
import { ItemCard } from "./item-card.tsx";
import { itemsOf, type StoredItem } from "./items.ts";
import { textOf } from "./typed-text.tsx";

interface ItemsFieldProps {
  readonly spec: FieldSpec;
  /** What one item is: "Input", "Datapath". */
  readonly what: string;
  readonly newItem: () => Item;
  /** What an item is called; its own name unless something else is given. */
  readonly nameOf?: (item: StoredItem, index: number) => string;
  /** The form of one item, by its path in the block. */
  readonly children: (path: readonly string[]) => ReactNode;
}

/** A list of items: each in a card that can be moved and removed, and a button to add one. */
export function ItemsField({ spec, what, newItem, nameOf = ownName, children }: ItemsFieldProps) {
  const path = ["config", spec.key];
  const word = what.toLowerCase();
  const { block } = useBlockForm();
  const field = useField(path, spec.label);
  const list = useList(path, `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`);
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
              name={nameOf(item, index)}
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

function ownName(item: StoredItem): string {
  return textOf(item["name"]);
}
