import type { CallbackArguments } from "@callbook/core/results";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx, JsonView, StateMark } from "../ui/index.ts";

/** The order in which a callback is given its arguments. */
const ORDER = [
  "action",
  "success",
  "container",
  "results",
  "handle",
  "filtered_artifacts",
  "filtered_results",
  "custom_function",
] as const satisfies readonly (keyof CallbackArguments)[];

const NOTES: Readonly<Partial<Record<keyof CallbackArguments, Record<string, string>>>> = {
  action: { action_name: "deprecated: use action" },
};

/** All eight arguments, in their order; those that are null stay and say so. */
export function CallbackArgumentsView({ value }: { readonly value: CallbackArguments }) {
  return (
    <ul aria-label="Arguments">
      {ORDER.map((name) => (
        <Argument key={name} name={name} value={value[name]} />
      ))}
    </ul>
  );
}

function Argument({
  name,
  value,
}: {
  readonly name: (typeof ORDER)[number];
  readonly value: CallbackArguments[keyof CallbackArguments];
}) {
  const [open, setOpen] = useState(name === "action" || name === "results");
  const row =
    "grid min-h-7 w-full grid-cols-[16px_144px_minmax(0,1fr)] items-center px-2 text-left";
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return (
      <li className={cx(row, "border-b border-line")}>
        <span />
        <span className={cx("font-mono text-t2", value === null && "text-text-3")}>{name}</span>
        <span className="min-w-0 py-1 break-words">
          {value === null ? (
            <span className="font-mono text-t2 text-text-3">null</span>
          ) : typeof value === "boolean" ? (
            <StateMark state={value ? "succeeded" : "test_failed"} word={String(value)} />
          ) : (
            <span className="font-mono text-t2">{value}</span>
          )}
        </span>
      </li>
    );
  }
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li className="border-b border-line">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className={cx(row, "hover:bg-surface-2 focus-visible:-outline-offset-2")}
      >
        <Chevron size={12} aria-hidden className="text-text-3" />
        <span className="font-mono text-t2">{name}</span>
        <span className="truncate">{summary(name, value)}</span>
      </button>
      {open && (
        <JsonView
          label={name}
          value={value}
          openLevels={2}
          notes={NOTES[name] ?? {}}
          className="bg-surface-2 pl-2"
        />
      )}
    </li>
  );
}

function summary(name: string, value: object): string {
  if (Array.isArray(value)) {
    const noun = value.length === 1 ? "entry" : "entries";
    return name === "results"
      ? `${value.length} ${noun}, 1 per connection`
      : `${value.length} ${noun}`;
  }
  if ("name" in value && typeof value.name === "string") return value.name;
  return `${Object.keys(value).length} keys`;
}
