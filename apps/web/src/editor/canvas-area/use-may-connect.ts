import { useMemo } from "react";
import type { PortRef } from "../../canvas/canvas-contract.ts";
import { legalTargets } from "../gestures/index.ts";
import { useEditor } from "../open-playbook/index.ts";

/** Whether a port may call a block; the answers of a port are worked out once per document. */
export function useMayConnect(): (from: PortRef, targetId: string) => boolean {
  const { document, catalogue } = useEditor();
  return useMemo(() => {
    const known = new Map<string, ReadonlySet<string>>();
    return (from, targetId) => {
      const key = `${from.blockId} ${from.port}`;
      let targets = known.get(key);
      if (targets === undefined) {
        targets = legalTargets(document, catalogue, from);
        known.set(key, targets);
      }
      return targets.has(targetId);
    };
  }, [document, catalogue]);
}
