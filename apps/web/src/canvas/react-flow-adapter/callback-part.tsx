import {
  type ConnectionLineComponentProps,
  EdgeLabelRenderer,
  type EdgeProps,
} from "@xyflow/react";
import { useState } from "react";
import { CallbackLine, CallbackPill, type ShownLook } from "../callback-line.tsx";
import type { Box } from "../geometry.ts";
import { looseLine, routeCallback } from "../routing.ts";
import { useJustCalled } from "../use-just-called.ts";
import { type BlockNode, type CallbackEdge, HALF_PORT } from "./flow-types.ts";
import { useSurroundings } from "./surroundings.ts";

/** A callback: its line among the lines, its pill above them. */
export function CallbackPart({
  id,
  data,
  selected,
  sourceX,
  sourceY,
  targetX,
  targetY,
}: EdgeProps<CallbackEdge>) {
  const { level, readOnly, onSelect, onInsertOn } = useSurroundings();
  const [hovered, setHovered] = useState(false);
  const calling = useJustCalled(data?.view.look ?? "idle");
  if (data === undefined) return null;
  const { view, source, target } = data;
  const from = { x: sourceX, y: sourceY - HALF_PORT };
  const top = { x: targetX - target.box.width / 2, y: targetY + HALF_PORT };
  const route = routeCallback(
    {
      from,
      to: { x: top.x + view.plan.headX, y: top.y },
      source: boxAt(source.box, from.x - view.portX, from.y - source.box.height),
      target: boxAt(target.box, top.x, top.y),
    },
    view.plan.bus,
    view.plan.pill,
  );
  const look: ShownLook = selected === true ? "selected" : hovered ? "hover" : view.look;
  return (
    <>
      <g onPointerEnter={() => setHovered(true)} onPointerLeave={() => setHovered(false)}>
        <CallbackLine route={route} look={look} calling={calling} />
      </g>
      {(level !== "mark" || selected === true) && (
        <EdgeLabelRenderer>
          <div
            className="absolute"
            style={{
              transform: `translate(-50%, -50%) translate(${route.pill.x}px, ${route.pill.y}px)`,
              zIndex: selected === true || hovered ? 2 : 1,
            }}
          >
            <CallbackPill
              view={view}
              look={look}
              hidden={level !== "full"}
              onHover={setHovered}
              onOpen={() => onSelect({ blocks: new Set(), callbacks: new Set([id]) })}
              onInsert={readOnly ? null : () => onInsertOn(id, route.pill)}
            />
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

function boxAt(size: Box, x: number, y: number): Box {
  return { x, y, width: size.width, height: size.height };
}

/** The line at the pointer while a port is being connected. */
export function LooseCallback({ fromX, fromY, toX, toY }: ConnectionLineComponentProps<BlockNode>) {
  return (
    <g className="callback-line callback-hover">
      <path className="line" d={looseLine({ x: fromX, y: fromY }, { x: toX, y: toY })} />
    </g>
  );
}
