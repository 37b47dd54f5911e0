import {
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import "../canvas.css";
import { memo, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type CanvasProps, nothingSelected, type PortRef } from "../canvas-contract.ts";
import { type Point, SNAP } from "../geometry.ts";
import { levelOfDetail } from "../level-of-detail.ts";
import { BlockPart } from "./block-part.tsx";
import { CallbackPart, LooseCallback } from "./callback-part.tsx";
import type { BlockNode, CallbackEdge } from "./flow-types.ts";
import { useEdges, useNodes } from "./nodes-and-edges.ts";
import { type Surroundings, SurroundingsContext } from "./surroundings.ts";
import { useMoving } from "./use-moving.ts";
import { fitOptions, Ground, useStartAtTop, useView } from "./use-view.tsx";

const nodeTypes = { block: memo(BlockPart) };
const edgeTypes = { callback: memo(CallbackPart) };

/** The canvas. Children lie above it, in the window's pixels. */
export function FlowCanvas({
  children,
  ...props
}: CanvasProps & { readonly children?: ReactNode }) {
  return (
    <ReactFlowProvider>
      <Flow {...props}>{children}</Flow>
    </ReactFlowProvider>
  );
}

function Flow({ children, ...props }: CanvasProps & { readonly children?: ReactNode }) {
  const { selection, tool, readOnly } = props;
  const [connecting, setConnecting] = useState<PortRef | null>(null);
  const moving = useMoving(props);
  const nodes = useNodes(props, moving.places, connecting);
  const edges = useEdges(props);
  useView(props.onView);
  useStartAtTop(props.scene);
  const [fitsAtFirst] = useState(props.scene.order.length > 1);
  const surroundings = useSurroundingsOf(props);

  const onNodesChange = (changes: NodeChange<BlockNode>[]) => {
    moving.take(changes);
    const picks = changes.filter((change) => change.type === "select");
    if (picks.length === 0) return;
    const blocks = new Set(selection.blocks);
    for (const { id, selected } of picks) {
      if (selected) blocks.add(id);
      else blocks.delete(id);
    }
    props.onSelect({ blocks, callbacks: new Set() });
  };

  return (
    <SurroundingsContext value={surroundings}>
      <ReactFlow<BlockNode, CallbackEdge>
        aria-label={props.label}
        className="playbook-canvas"
        data-tool={tool}
        data-level={surroundings.level}
        data-connecting={connecting === null ? undefined : true}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStart={moving.grab}
        onNodeDragStop={moving.drop}
        onSelectionDragStart={moving.grab}
        onSelectionDragStop={moving.drop}
        onPaneClick={() => props.onSelect(nothingSelected)}
        onEdgeClick={(_, edge) =>
          props.onSelect({ blocks: new Set(), callbacks: new Set([edge.id]) })
        }
        onConnectStart={(_, { nodeId, handleId }) => {
          if (nodeId !== null && handleId !== null)
            setConnecting({ blockId: nodeId, port: handleId });
        }}
        onConnectEnd={(event, state) => {
          setConnecting(null);
          if (connecting === null) return;
          const target = state.isValid === true ? state.toNode?.id : blockAt(event);
          if (target === undefined) props.onConnectToNew(connecting, pointOf(event));
          else if (props.mayConnect(connecting, target)) props.onConnect(connecting, target);
        }}
        isValidConnection={({ source, sourceHandle, target }) =>
          props.mayConnect({ blockId: source, port: sourceHandle ?? "" }, target)
        }
        connectionLineComponent={LooseCallback}
        connectionRadius={60}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        nodesFocusable
        edgesFocusable={false}
        elementsSelectable
        elevateNodesOnSelect={false}
        autoPanOnNodeFocus
        nodeDragThreshold={3}
        snapToGrid
        snapGrid={[SNAP, SNAP]}
        selectionOnDrag={tool === "pointer"}
        selectionMode={SelectionMode.Partial}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={["Shift", "Control", "Meta"]}
        deleteKeyCode={null}
        panOnDrag={tool === "hand" ? true : [1, 2]}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={2}
        fitView={fitsAtFirst}
        fitViewOptions={fitOptions}
        onlyRenderVisibleElements
        attributionPosition="bottom-center"
      >
        <Ground />
        {children}
      </ReactFlow>
    </SurroundingsContext>
  );
}

function useSurroundingsOf(props: CanvasProps): Surroundings {
  const flow = useReactFlow();
  const level = useStore((state) => levelOfDetail(state.transform[2]));
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { readOnly } = props;
  return useMemo(
    () => ({
      level,
      readOnly,
      onProblems: (blockId) => latest.current.onProblems(blockId),
      onSelect: (selection) => latest.current.onSelect(selection),
      onInsertOn: (callbackId, place) =>
        latest.current.onInsertOn(callbackId, flow.flowToScreenPosition(place)),
    }),
    [level, readOnly, flow],
  );
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  if ("clientX" in event) return { x: event.clientX, y: event.clientY };
  const touch = event.changedTouches[0];
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

/** A callback may be dropped anywhere on a block, not only on its port. */
function blockAt(event: MouseEvent | TouchEvent): string | undefined {
  const { x, y } = pointOf(event);
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>(".react-flow__node");
  return element?.dataset.id;
}
