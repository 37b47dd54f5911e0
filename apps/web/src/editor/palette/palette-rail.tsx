import { Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { type RefObject, useState } from "react";
import { NamedIcon } from "../../canvas/named-icon.tsx";
import { IconButton } from "../../ui/index.ts";
import { useEditing } from "../gestures/index.ts";
import { useEditor } from "../open-playbook/index.ts";
import { Palette } from "./palette.tsx";
import { paletteGroups } from "./palette-items.ts";

interface PaletteRailProps {
  readonly search: RefObject<HTMLInputElement | null>;
  /** Null where there is no room for the whole palette. */
  readonly onExpand: (() => void) | null;
}

/** The palette folded to a rail of 44: blocks that need no command, and the rest behind a plus. */
export function PaletteRail({ search, onExpand }: PaletteRailProps) {
  const { catalogue, offers, document, readOnly } = useEditor();
  const { add } = useEditing();
  const [open, setOpen] = useState(false);
  const simple = paletteGroups(catalogue, offers, document, "")
    .flatMap((group) => group.items)
    .filter((item) => item.connections === null);
  return (
    <aside
      aria-label="Blocks"
      className="flex h-full w-11 shrink-0 flex-col items-center gap-1 border-r border-line bg-surface py-2"
    >
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <IconButton icon={Plus} label="Add a block" disabled={readOnly} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            side="right"
            align="start"
            sideOffset={8}
            collisionPadding={8}
            aria-label="Add a block"
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              search.current?.focus();
            }}
            className="z-60 h-[min(560px,80vh)] animate-fade overflow-hidden rounded-r2 border border-line-strong shadow-2"
          >
            <Palette search={search} onAdded={() => setOpen(false)} onCollapse={null} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <span aria-hidden className="my-1 h-px w-5 bg-line-strong" />
      {simple.map((item) => (
        <button
          key={item.key}
          type="button"
          aria-label={item.label}
          title={item.label}
          disabled={readOnly}
          onClick={() => add(item.choice, null)}
          className="flex size-7 items-center justify-center rounded-r2 text-text-2 not-disabled:hover:bg-surface-3"
        >
          <NamedIcon name={item.icon} size={16} />
        </button>
      ))}
      <span className="flex-1" />
      {onExpand !== null && <ExpandButton onExpand={onExpand} />}
    </aside>
  );
}

function ExpandButton({ onExpand }: { readonly onExpand: () => void }) {
  return (
    <button
      type="button"
      aria-label="Expand palette"
      title="Expand palette"
      onClick={onExpand}
      className="flex size-7 items-center justify-center rounded-r2 text-text-2 hover:bg-surface-3"
    >
      <span aria-hidden>»</span>
    </button>
  );
}
