import { Command } from "cmdk";
import { Braces } from "lucide-react";
import { Popover } from "radix-ui";
import { useId, useMemo, useState } from "react";
import { NamedIcon } from "../canvas/named-icon.tsx";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Button, Checkbox } from "../ui/index.ts";
import { useBlockForm } from "./block-form.ts";
import { fittingPaths, type OfferedSource, upstreamOutputs } from "./upstream-outputs.ts";

interface DatapathPickerProps {
  /** The field that the pick goes into, for screen readers. */
  readonly label: string;
  /** Semantic types that the field wants; empty: any. */
  readonly contains: readonly string[];
  readonly onPick: (path: string) => void;
  /** Further sources, such as parameters of the connection; picked in the same way. */
  readonly more?: readonly OfferedSource[];
}

/** Offers what runs before this block; filtered by what the field wants until asked for all. */
export function DatapathPicker({ label, contains, onPick, more = [] }: DatapathPickerProps) {
  const [open, setOpen] = useState(false);
  const titleId = useId();
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          size="sm"
          variant="ghost"
          icon={Braces}
          aria-label={`Insert a datapath into ${label}`}
        >
          Insert
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-labelledby={titleId}
          className="z-60 w-96 animate-fade overflow-hidden rounded-r2 border border-line-strong bg-surface shadow-2"
        >
          <span id={titleId} className="sr-only">
            Datapaths for {label}
          </span>
          <PathList
            contains={contains}
            more={more}
            onPick={(path) => {
              setOpen(false);
              onPick(path);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function PathList({
  contains,
  more,
  onPick,
}: Pick<DatapathPickerProps, "contains" | "onPick"> & { readonly more: readonly OfferedSource[] }) {
  const { document, catalogue } = useEditor();
  const { block } = useBlockForm();
  const [search, setSearch] = useState("");
  const [showAll, setShowAll] = useState(false);
  const sources = useMemo(
    () => [...upstreamOutputs(document, block, catalogue), ...more],
    [document, block, catalogue, more],
  );
  const wanted = showAll ? [] : contains;
  const fitting = fittingPaths(sources, wanted, search);
  return (
    <Command label="Datapaths" shouldFilter={false}>
      <Command.Input
        value={search}
        onValueChange={setSearch}
        placeholder="Search datapaths"
        className="h-8 w-full border-b border-line bg-transparent px-3 outline-none"
      />
      <Command.List className="max-h-80 overflow-auto p-1">
        <Command.Empty className="px-2 py-2 text-t2 text-text-3">
          {sources.length === 0
            ? "Nothing runs before this block, and the playbook has no inputs."
            : "Nothing fits. Show all, or search for something else."}
        </Command.Empty>
        {fitting.map((source) => (
          <Command.Group
            key={source.key}
            heading={
              <span className="flex items-center gap-1.5 px-2 pt-2 pb-1 text-t2 font-medium text-text-3">
                <NamedIcon name={source.icon} size={12} />
                {source.name}
              </span>
            }
          >
            {source.paths.map((path) => (
              <Command.Item
                key={path.path}
                value={path.path}
                onSelect={() => onPick(path.path)}
                className="rounded-r1 px-2 py-1 data-[selected=true]:bg-surface-3"
              >
                <span className="block truncate font-mono text-t2" title={path.path}>
                  {path.path.slice(source.prefix.length)}
                </span>
                <span className="flex gap-2 text-t1 text-text-3">
                  <span className="truncate">{path.label}</span>
                  <span>{[path.dataType, ...path.contains].join(", ")}</span>
                  {path.example !== undefined && (
                    <span className="ml-auto truncate font-mono">
                      {JSON.stringify(path.example)}
                    </span>
                  )}
                </span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
      {contains.length > 0 && (
        <div className="border-t border-line px-3 py-1.5">
          <Checkbox
            label="Show all"
            hint={`otherwise ${contains.join(", ")}`}
            checked={showAll}
            onChange={setShowAll}
          />
        </div>
      )}
    </Command>
  );
}
