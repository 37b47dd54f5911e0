/** The rows of the outline in reading order. Pure. */
import type { BlockView, Scene } from "./scene.ts";

export type OutlineRow =
  | {
      readonly kind: "block";
      readonly key: string;
      readonly id: string;
      readonly parent: null;
      readonly view: BlockView;
      readonly expandable: boolean;
      readonly open: boolean;
    }
  | {
      readonly kind: "callback";
      readonly key: string;
      readonly id: string;
      readonly parent: string;
      readonly port: string;
      readonly target: string;
      readonly detail: string | null;
      readonly expandable: false;
      readonly open: false;
    };

/** @param closed keys of blocks whose callbacks are folded away */
export function outlineRows(scene: Scene, closed: ReadonlySet<string>): readonly OutlineRow[] {
  const outgoing = new Map<string, OutlineRow[]>();
  for (const view of scene.callbacks.values()) {
    const rows = outgoing.get(view.source) ?? [];
    rows.push({
      kind: "callback",
      key: view.id,
      id: view.id,
      parent: view.source,
      port: view.name,
      target: scene.blocks.get(view.target)?.name ?? view.target,
      detail: view.detail,
      expandable: false,
      open: false,
    });
    outgoing.set(view.source, rows);
  }
  return scene.order.flatMap((id): OutlineRow[] => {
    const view = scene.blocks.get(id);
    if (view === undefined) return [];
    const children = outgoing.get(id) ?? [];
    const open = !closed.has(id);
    const row: OutlineRow = {
      kind: "block",
      key: id,
      id,
      parent: null,
      view,
      expandable: children.length > 0,
      open,
    };
    return open ? [row, ...children] : [row];
  });
}
