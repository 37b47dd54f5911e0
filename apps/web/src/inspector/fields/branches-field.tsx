import type { Field as FieldSpec } from "@callbook/core/block";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { newId } from "../../editor/document/index.ts";
import { Button, Field, IconButton } from "../../ui/index.ts";
import { type ListAccess, useField, useList } from "../block-form.ts";
import { ComparisonList } from "./comparison-list.tsx";
import { itemsOf } from "./items.ts";
import { TypedText } from "./typed-text.tsx";

type BranchesFieldSpec = Extract<FieldSpec, { readonly kind: "branches" }>;

/** Lists of comparisons, each with a port, and the port that is taken when none is true. */
export function BranchesField({ spec }: { readonly spec: BranchesFieldSpec }) {
  const [first, further] = spec.words;
  const path = ["config", spec.key];
  const field = useField(path, spec.label);
  // Where the words are the same the place tells them apart, as it does in datapaths.
  const isNumbered = first === further;
  const noun = isNumbered ? first : "branch";
  const list = useList(path, `a ${noun}`);
  const branches = itemsOf(field.value);
  return (
    <Field
      label={spec.label}
      hint={spec.hint}
      required={spec.required}
      error={field.error}
      group
      id={field.id}
    >
      {(control) => (
        <fieldset {...control} tabIndex={-1} className="min-w-0 space-y-2">
          {branches.map((branch, index) => (
            <BranchCard
              key={branch.id}
              path={path}
              id={branch.id}
              noun={noun}
              word={isNumbered ? `${noun} ${index + 1}` : index === 0 ? first : further}
              before={branches[index - 1]?.id ?? null}
              after={branches[index + 1]?.id ?? null}
              next={branches[index + 2]?.id ?? null}
              list={list}
            />
          ))}
          {spec.whenNone !== null && (
            <div className="flex items-center gap-2 rounded-r2 border border-line px-3 py-2 text-t2 text-text-3">
              <span className="font-semibold text-text">{spec.whenNone.name}</span>
              when none of them is true
            </div>
          )}
          {!field.readOnly && (
            <Button size="sm" icon={Plus} onClick={() => list.add(newBranch())}>
              Add {further}
            </Button>
          )}
        </fieldset>
      )}
    </Field>
  );
}

interface BranchCardProps {
  readonly path: readonly string[];
  readonly id: string;
  /** What it is: a branch. */
  readonly noun: string;
  /** What it is called before it has a name: if. */
  readonly word: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The branch behind the next one: before it this one is put to move down. */
  readonly next: string | null;
  readonly list: ListAccess;
}

function BranchCard({ path, id, noun, word, before, after, next, list }: BranchCardProps) {
  return (
    <section
      aria-label={word.startsWith(noun) ? capital(word) : `${capital(noun)} ${word}`}
      className="rounded-r2 border border-line-strong"
    >
      <header className="flex items-center gap-1 border-b border-line py-1 pr-1 pl-3">
        <span className="font-semibold">{word}</span>
        <span className="flex-1" />
        {!list.readOnly && (
          <>
            <IconButton
              size="sm"
              icon={ArrowUp}
              label={`Move ${noun} up`}
              disabled={before === null}
              onClick={() => list.move(id, before)}
            />
            <IconButton
              size="sm"
              icon={ArrowDown}
              label={`Move ${noun} down`}
              disabled={after === null}
              onClick={() => list.move(id, next)}
            />
            <IconButton
              size="sm"
              icon={Trash2}
              label={`Remove ${noun}`}
              onClick={() => list.remove(id)}
            />
          </>
        )}
      </header>
      <div className="space-y-3 p-3">
        <TypedText path={[...path, id, "name"]} label="Name" placeholder={word} />
        <ComparisonList path={[...path, id]} word={word} />
      </div>
    </section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function newBranch() {
  return {
    id: newId("i"),
    name: "",
    logic: "and",
    comparisons: [{ id: newId("i"), left: "", op: "==", right: "" }],
  };
}
