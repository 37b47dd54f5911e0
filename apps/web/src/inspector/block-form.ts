import type { Block, Problem } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import type { FieldPath, Item } from "@callbook/core/operation";
import { createContext, useContext } from "react";
import { useEditor } from "../editor/open-playbook/index.ts";
import { valueAt } from "./value-at.ts";

interface BlockForm {
  readonly block: Block;
}

export const BlockFormContext = createContext<BlockForm | null>(null);

/** The block whose form this is. */
export function useBlockForm(): BlockForm {
  const form = useContext(BlockFormContext);
  if (form === null) throw new Error("a field outside the form of a block");
  return form;
}

export interface FieldAccess {
  /** DOM id of the control, so that a problem can lead to it. */
  readonly id: string;
  readonly value: Json | undefined;
  readonly error: string | null;
  /** A problem that does not keep the playbook from running. */
  readonly warning: string | null;
  readonly readOnly: boolean;
  /** @param from the value that is replaced, when it is not the present one */
  readonly set: (value: Json | undefined, from?: { readonly value: Json | undefined }) => void;
}

/** DOM id of the control of a path in a block's form. */
export function fieldId(blockId: string, path: FieldPath): string {
  return `field-${blockId}-${path.join("-")}`;
}

/** One value of the block's form. `path` begins inside the block: ["config", "handle"]. */
export function useField(path: FieldPath, label: string): FieldAccess {
  const { apply, problems, readOnly } = useEditor();
  const { block } = useBlockForm();
  const value = valueAt(block, path);
  const problem = problemAt(problems, block.id, path);
  return {
    id: fieldId(block.id, path),
    value,
    error: problem?.level === "error" ? problem.message : null,
    warning: problem?.level === "warning" ? problem.message : null,
    readOnly,
    set: (next, from) => {
      const before = from === undefined ? value : from.value;
      apply(
        { kind: "setField", blockId: block.id, path, from: before, value: next },
        `Change ${label} of ${block.name}`,
      );
    },
  };
}

/** The worst problem exactly at a field. */
export function problemAt(
  problems: readonly Problem[],
  blockId: string,
  path: FieldPath,
): Problem | undefined {
  const here = problems.filter(
    (problem) => problem.blockId === blockId && samePath(problem.path.slice(2), path),
  );
  return here.find((problem) => problem.level === "error") ?? here[0];
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}

export interface ListAccess {
  readonly add: (item: Item) => void;
  readonly remove: (itemId: string) => void;
  readonly move: (itemId: string, beforeId: string | null) => void;
  readonly readOnly: boolean;
}

/** A list of items with ids in the block's form. `what` names one: "branch". */
export function useList(path: FieldPath, what: string): ListAccess {
  const { apply, readOnly } = useEditor();
  const { block } = useBlockForm();
  const at = { blockId: block.id, path } as const;
  return {
    readOnly,
    add: (item) => {
      apply({ kind: "insertItem", ...at, item, beforeId: null }, `Add ${what} to ${block.name}`);
    },
    remove: (itemId) => {
      apply({ kind: "removeItem", ...at, itemId }, `Remove ${what} of ${block.name}`);
    },
    move: (itemId, beforeId) => {
      apply({ kind: "moveItem", ...at, itemId, beforeId }, `Move ${what} of ${block.name}`);
    },
  };
}
