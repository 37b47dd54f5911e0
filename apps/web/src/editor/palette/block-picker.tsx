import { takesCallbacks } from "@callbook/core/block";
import { Command } from "cmdk";
import { useEffect, useRef, useState } from "react";
import type { PortRef } from "../../canvas/canvas-contract.ts";
import type { Point } from "../../canvas/geometry.ts";
import { NamedIcon } from "../../canvas/named-icon.tsx";
import { legalTargets, useEditing } from "../gestures/index.ts";
import { useEditor } from "../open-playbook/index.ts";
import { paletteGroups } from "./palette-items.ts";

/** Why the picker was opened: a callback was dropped on free ground, or a block is to go into a callback. */
export type PickerRequest =
  | {
      readonly kind: "calledBy";
      readonly from: PortRef;
      readonly screen: Point;
      readonly at: Point | null;
    }
  | { readonly kind: "insert"; readonly callbackId: string; readonly screen: Point };

const WIDTH = 288;
const HEIGHT = 340;

/** A searchable list at the pointer; Escape leaves everything as it was. */
export function BlockPicker({
  request,
  onClose,
}: {
  readonly request: PickerRequest;
  readonly onClose: () => void;
}) {
  const { catalogue, offers, document } = useEditor();
  const editing = useEditing();
  const [search, setSearch] = useState("");
  const frame = useRef<HTMLDivElement>(null);
  const groups = paletteGroups(catalogue, offers, document, search);
  const legal =
    request.kind === "calledBy" ? legalTargets(document, catalogue, request.from) : new Set();
  const targets = document.blocks.filter(
    (block) =>
      legal.has(block.id) && block.name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) onClose();
    };
    window.addEventListener("pointerdown", away, true);
    return () => window.removeEventListener("pointerdown", away, true);
  }, [onClose]);
  const isTarget = (type: string) => {
    const spec = catalogue.blocks.get(type);
    return spec !== undefined && takesCallbacks(spec);
  };
  const done = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <div
      ref={frame}
      role="dialog"
      aria-label={request.kind === "insert" ? "Insert a block" : "Connect to a block"}
      className="fixed z-40 animate-fade overflow-hidden rounded-r2 border border-line-strong bg-surface shadow-2"
      style={{ width: WIDTH, ...placed(request.screen) }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Command label="Blocks" shouldFilter={false}>
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder="Search blocks and commands"
          className="h-8 w-full border-b border-line bg-transparent px-3 outline-none"
        />
        <Command.List className="max-h-[300px] overflow-auto p-1">
          <Command.Empty className="px-2 py-2 text-t2 text-text-3">
            Nothing of this name.
          </Command.Empty>
          {groups.map((group) => (
            <Command.Group key={group.name} heading={<Heading>{group.name}</Heading>}>
              {group.items
                .filter((item) => isTarget(item.choice.type))
                .map((item) => (
                  <Command.Item
                    key={item.key}
                    value={item.key}
                    className={row}
                    onSelect={done(() => {
                      if (request.kind === "insert")
                        editing.insert(item.choice, request.callbackId);
                      else editing.addCalledBy(item.choice, request.from, request.at);
                    })}
                  >
                    <NamedIcon name={item.icon} className="text-text-2" />
                    <span className="truncate">{item.label}</span>
                  </Command.Item>
                ))}
            </Command.Group>
          ))}
          {request.kind === "calledBy" && targets.length > 0 && (
            <Command.Group heading={<Heading>Blocks that are there</Heading>}>
              {targets.map((target) => (
                <Command.Item
                  key={target.id}
                  value={`block ${target.id}`}
                  className={row}
                  onSelect={done(() => editing.connect(request.from, target.id))}
                >
                  <NamedIcon
                    name={catalogue.blocks.get(target.type)?.icon ?? "circle-help"}
                    className="text-text-2"
                  />
                  <span className="truncate">{target.name}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </div>
  );
}

const row = "flex h-7 items-center gap-2 rounded-r1 px-2 data-[selected=true]:bg-surface-3";

function Heading({ children }: { readonly children: string }) {
  return <span className="block px-2 pt-2 pb-1 text-t2 font-medium text-text-3">{children}</span>;
}

function placed({ x, y }: Point): { readonly left: number; readonly top: number } {
  return {
    left: Math.max(8, Math.min(x, window.innerWidth - WIDTH - 8)),
    top: Math.max(8, Math.min(y, window.innerHeight - HEIGHT - 8)),
  };
}
