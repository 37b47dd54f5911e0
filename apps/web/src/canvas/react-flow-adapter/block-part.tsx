import { Handle, type NodeProps, Position } from "@xyflow/react";
import { BlockCard } from "../block-card.tsx";
import { type BlockNode, IN_PORT } from "./flow-types.ts";
import { useSurroundings } from "./surroundings.ts";

/** A block with its ports. */
export function BlockPart({ data, selected }: NodeProps<BlockNode>) {
  const { level, onProblems } = useSurroundings();
  const { view, dimmed } = data;
  return (
    <div className={`group/block size-full ${dimmed ? "dimmed" : ""}`}>
      <BlockCard view={view} level={level} selected={selected} onProblems={onProblems} />
      {view.takesCallbacks && (
        <Handle
          type="target"
          id={IN_PORT}
          position={Position.Top}
          className="port"
          data-in
          isConnectableStart={false}
          style={{ left: "50%", top: 0 }}
        />
      )}
      {view.ports.map((port) => (
        <Handle
          key={port.id}
          type="source"
          id={port.id}
          position={Position.Bottom}
          className="port"
          isConnectableEnd={false}
          data-filled={port.wired && port.run !== "notTaken" ? true : undefined}
          data-dead={port.run === "notTaken" ? true : undefined}
          data-error={port.kind === "error" ? true : undefined}
          data-loose={port.loose ? true : undefined}
          style={{ left: port.x, top: "100%" }}
          title={port.name}
        />
      ))}
      {view.ports
        .filter((port) => port.loose)
        .map((port) => (
          <span
            key={port.id}
            aria-hidden
            className="loose-port-name pointer-events-none absolute top-full mt-1.5 -translate-x-1/2 rounded-r1 bg-surface px-1 text-t1 text-fail"
            style={{ left: port.x }}
          >
            {port.name}
          </span>
        ))}
    </div>
  );
}
