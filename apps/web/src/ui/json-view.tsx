import { isContainer, isNumber } from "@callbook/core/json";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx } from "./class-names.ts";
import { CopyButton } from "./copy-button.tsx";

interface JsonViewProps {
  readonly value: unknown;
  /** What this is, for screen readers and the copy button. */
  readonly label: string;
  /** How many levels stand open at first. */
  readonly openLevels?: number;
  readonly className?: string;
  readonly copy?: boolean;
  /** What to say behind a key of the outermost object, by the key. */
  readonly notes?: Readonly<Record<string, string>>;
}

const PAGE = 50;
const LONGEST = 400;

/** JSON as a tree that opens level by level; long lists and texts are cut until asked for. */
export function JsonView({
  value,
  label,
  openLevels = 2,
  className,
  copy = true,
  notes = {},
}: JsonViewProps) {
  return (
    <section aria-label={label} className={cx("group/json relative min-w-0", className)}>
      {copy && (
        <div className="absolute top-1 right-1 z-1 bg-inherit">
          <CopyButton
            text={() => JSON.stringify(value, null, 2) ?? "null"}
            label={`Copy ${label}`}
          />
        </div>
      )}
      <div className="overflow-x-auto py-1 pr-10 font-mono text-t2 leading-[18px] text-text-2">
        <Entry name={null} value={value} depth={0} openLevels={openLevels} notes={notes} />
      </div>
    </section>
  );
}

interface EntryProps {
  readonly name: string | number | null;
  readonly value: unknown;
  readonly depth: number;
  readonly openLevels: number;
  readonly notes?: Readonly<Record<string, string>>;
}

function Entry({ name, value, depth, openLevels, notes = {} }: EntryProps) {
  if (!isContainer(value)) {
    return (
      <div className="flex min-w-0 pl-4" style={{ marginLeft: depth * 14 }}>
        <Name name={name} />
        <Scalar value={value} />
      </div>
    );
  }
  return <Branch name={name} value={value} depth={depth} openLevels={openLevels} notes={notes} />;
}

function Branch({
  name,
  value,
  depth,
  openLevels,
  notes = {},
}: EntryProps & { readonly value: object }) {
  const [open, setOpen] = useState(depth < openLevels);
  const [shown, setShown] = useState(PAGE);
  const isArray = Array.isArray(value);
  const entries: readonly (readonly [string | number, unknown])[] = isArray
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  const brackets = isArray ? "[]" : "{}";
  const Chevron = open ? ChevronDown : ChevronRight;
  const count = entries.length;
  if (count === 0) {
    return (
      <div className="flex pl-4" style={{ marginLeft: depth * 14 }}>
        <Name name={name} />
        <span className="text-text-3">{brackets}</span>
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center rounded-r1 text-left hover:bg-surface-3 focus-visible:-outline-offset-2"
        style={{ paddingLeft: depth * 14 }}
      >
        <Chevron size={12} aria-hidden className="mr-1 text-text-3" />
        <Name name={name} />
        <span className="text-text-3">
          {brackets[0]}
          {open ? "" : `${count}${brackets[1]}`}
        </span>
      </button>
      {open && (
        <>
          {entries.slice(0, shown).map(([key, item]) => (
            <div
              key={key}
              className={Object.hasOwn(notes, key) ? "flex flex-wrap items-baseline" : undefined}
            >
              <Entry name={key} value={item} depth={depth + 1} openLevels={openLevels} />
              {Object.hasOwn(notes, key) && (
                <span className="pl-8 text-t1 text-text-3">{notes[key]}</span>
              )}
            </div>
          ))}
          {count > shown && (
            <button
              type="button"
              className="text-link hover:underline"
              style={{ marginLeft: depth * 14 + 30 }}
              onClick={() => setShown(shown + PAGE * 4)}
            >
              Show more, {count - shown} of {count} left
            </button>
          )}
          <div className="pl-4 text-text-3" style={{ marginLeft: depth * 14 }}>
            {brackets[1]}
          </div>
        </>
      )}
    </div>
  );
}

function Name({ name }: { readonly name: string | number | null }) {
  if (name === null) return null;
  return (
    <span className="whitespace-pre">
      <span className={typeof name === "string" ? "text-j-key" : "text-text-3"}>
        {typeof name === "string" ? JSON.stringify(name) : name}
      </span>
      <span className="text-text-3">: </span>
    </span>
  );
}

function Scalar({ value }: { readonly value: unknown }) {
  const [whole, setWhole] = useState(false);
  if (typeof value === "string") {
    const cut = !whole && value.length > LONGEST;
    return (
      <span className="min-w-0 break-words whitespace-pre-wrap text-j-str">
        {JSON.stringify(cut ? value.slice(0, LONGEST) : value)}
        {cut && (
          <button
            type="button"
            className="ml-1 text-link hover:underline"
            onClick={() => setWhole(true)}
          >
            Show all {value.length} characters
          </button>
        )}
      </span>
    );
  }
  if (isNumber(value)) return <span className="text-j-num">{String(value)}</span>;
  return <span className="text-j-lit">{String(value)}</span>;
}
