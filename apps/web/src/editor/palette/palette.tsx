import { ChevronDown, PanelLeftClose, Search } from "lucide-react";
import { type RefObject, useState } from "react";
import { NamedIcon } from "../../canvas/named-icon.tsx";
import { IconButton, Kbd, LoadingRows, TextField } from "../../ui/index.ts";
import { useEditing } from "../gestures/index.ts";
import { useEditor } from "../open-playbook/index.ts";
import { type PaletteItem, paletteGroups } from "./palette-items.ts";

/** The kind of data that a dragged palette item carries. */
export const DRAGGED_BLOCK = "application/x-callbook-block";

const SHOWN_ACTIONS = 10;

interface PaletteProps {
  readonly search: RefObject<HTMLInputElement | null>;
  /** Null where it cannot be folded away. */
  readonly onCollapse: (() => void) | null;
  readonly onAdded?: () => void;
}

/** Blocks and commands to add: by click, by drag, by Enter. */
export function Palette({ search: searchField, onCollapse, onAdded }: PaletteProps) {
  const { catalogue, offers, offersLoading, document } = useEditor();
  const { add } = useEditing();
  const [search, setSearch] = useState("");
  const [whole, setWhole] = useState(false);
  // Rows that arrive later would push the others away from under the pointer.
  const groups = offersLoading ? [] : paletteGroups(catalogue, offers, document, search);
  const put = (item: PaletteItem) => {
    add(item.choice, null);
    onAdded?.();
  };
  return (
    <aside
      aria-label="Blocks"
      className="flex h-full min-h-0 w-52 shrink-0 flex-col border-r border-line bg-surface"
    >
      <div className="flex items-center gap-1 px-2 pt-2 pb-1">
        <TextField
          ref={searchField}
          size="sm"
          icon={Search}
          type="search"
          aria-label="Search blocks and commands"
          placeholder="Search blocks"
          value={search}
          onChange={setSearch}
          suffix={<Kbd>/</Kbd>}
          onKeyDown={(event) => {
            const first = groups[0]?.items[0];
            if (event.key === "Enter" && first !== undefined) put(first);
            if (event.key === "Escape") {
              setSearch("");
              event.currentTarget.blur();
            }
          }}
        />
        {onCollapse !== null && (
          <IconButton icon={PanelLeftClose} label="Collapse palette" onClick={onCollapse} />
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-auto pb-3">
        {offersLoading && <LoadingRows rows={8} height={28} />}
        {!offersLoading && groups.length === 0 && (
          <p className="px-3 py-2 text-t2 text-text-3">No block or command of this name.</p>
        )}
        {groups.map((group) => {
          const cut =
            group.name === "Actions" &&
            !whole &&
            search === "" &&
            group.items.length > SHOWN_ACTIONS;
          const items = cut ? group.items.slice(0, SHOWN_ACTIONS - 2) : group.items;
          return (
            <section key={group.name} aria-label={group.name}>
              <h2 className="flex justify-between px-3 pt-2.5 pb-1 text-t2 font-medium text-text-3">
                {group.name}
                {group.name === "Actions" && <span className="font-normal">connections</span>}
              </h2>
              <ul>
                {items.map((item) => (
                  <PaletteRow key={item.key} item={item} onPick={() => put(item)} />
                ))}
              </ul>
              {cut && (
                <button
                  type="button"
                  onClick={() => setWhole(true)}
                  className="flex h-7 w-full items-center gap-2 px-3 text-left text-text-3 hover:bg-surface-3"
                >
                  <ChevronDown size={15} aria-hidden />
                  {group.items.length - items.length} more
                </button>
              )}
            </section>
          );
        })}
      </div>
    </aside>
  );
}

function PaletteRow({ item, onPick }: { readonly item: PaletteItem; readonly onPick: () => void }) {
  const { readOnly } = useEditor();
  return (
    <li className="relative">
      <button
        type="button"
        draggable={!readOnly}
        disabled={readOnly}
        title={item.description}
        onClick={onPick}
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED_BLOCK, JSON.stringify(item.choice));
          event.dataTransfer.effectAllowed = "copy";
        }}
        className="flex h-7 w-full items-center gap-2 pr-8 pl-3 text-left not-disabled:hover:bg-surface-3 focus-visible:-outline-offset-2 disabled:text-text-3"
      >
        <NamedIcon name={item.icon} className="shrink-0 text-text-2" />
        <span className="truncate">{item.label}</span>
      </button>
      {item.connections !== null && (
        <span
          title={`${item.connections} connections`}
          className="pointer-events-none absolute top-1.5 right-3 text-t1 text-text-3"
        >
          {item.connections}
        </span>
      )}
    </li>
  );
}
