import { indexDocument } from "@callbook/core/document";
import { isJsonObject } from "@callbook/core/json";
import { ListTree, OctagonAlert, TriangleAlert } from "lucide-react";
import { type DragEvent, useState } from "react";
import { blockPorts } from "../../canvas/block-ports.ts";
import type { CanvasView, Selection } from "../../canvas/canvas-contract.ts";
import { CanvasTools, floating } from "../../canvas/canvas-tools.tsx";
import type { Point } from "../../canvas/geometry.ts";
import { Minimap } from "../../canvas/minimap.tsx";
import { Outline } from "../../canvas/outline.tsx";
import { ProblemList } from "../../canvas/problem-list.tsx";
import { FlowCanvas } from "../../canvas/react-flow-adapter/index.ts";
import { Button } from "../../ui/index.ts";
import { type Choice, legalTargets, useEditing } from "../gestures/index.ts";
import { useEditor, useObservable } from "../open-playbook/index.ts";
import { DRAGGED_BLOCK, type PickerRequest } from "../palette/index.ts";
import { useKeepInView } from "./use-keep-in-view.ts";
import { useMayConnect } from "./use-may-connect.ts";

export type OpenList =
  | { readonly kind: "outline" }
  | { readonly kind: "problems"; readonly at: string | null }
  | null;

interface CanvasAreaProps {
  readonly list: OpenList;
  readonly onList: (list: OpenList) => void;
  readonly onPick: (request: PickerRequest) => void;
  readonly onConnectFrom: (blockId: string, screen: Point) => void;
}

/** The canvas with what floats above it. */
export function CanvasArea({ list, onList, onPick, onConnectFrom }: CanvasAreaProps) {
  const editor = useEditor();
  const { scene, selection, readOnly, document, view: viewSource } = editor;
  const editing = useEditing();
  const [tool, setTool] = useState<"pointer" | "hand">("pointer");
  const view = useObservable(viewSource);
  const mayConnect = useMayConnect();
  useKeepInView();

  const onDrop = (event: DragEvent) => {
    const choice = readChoice(event.dataTransfer.getData(DRAGGED_BLOCK));
    if (choice === null || view === null) return;
    event.preventDefault();
    const at = view.toCanvas({ x: event.clientX, y: event.clientY });
    editing.add(choice, { x: at.x - 96, y: at.y - 24 });
  };
  return (
    <section
      aria-label="Playbook canvas"
      data-canvas
      className="relative min-h-0 min-w-0 flex-1 overflow-hidden"
      onDragOver={(event) => {
        if (readOnly || !event.dataTransfer.types.includes(DRAGGED_BLOCK)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
      onDrop={onDrop}
    >
      <FlowCanvas
        label="Blocks and callbacks"
        scene={scene}
        selection={selection}
        readOnly={readOnly}
        tool={tool}
        onView={(next: CanvasView) => viewSource.set(next)}
        onSelect={editor.select}
        onMove={editing.move}
        mayConnect={mayConnect}
        onConnect={editing.connect}
        onConnectToNew={(from, screen) =>
          onPick({ kind: "calledBy", from, screen, at: view?.toCanvas(screen) ?? null })
        }
        onInsertOn={(callbackId, screen) => onPick({ kind: "insert", callbackId, screen })}
        onProblems={(blockId) => onList({ kind: "problems", at: blockId })}
      >
        <Minimap scene={scene} view={view} />
        <CanvasTools
          tool={tool}
          onTool={setTool}
          view={view}
          onTidy={readOnly ? null : editing.tidy}
        />
      </FlowCanvas>
      <Lists list={list} onList={onList} onConnectFrom={onConnectFrom} />
      {document.blocks.length <= 1 && (
        <p className="pointer-events-none absolute inset-x-0 bottom-16 mx-auto w-fit rounded-r2 bg-surface px-3 py-1 text-text-2 shadow-1">
          Click a block at the left, or drag one here, and connect its port.
        </p>
      )}
    </section>
  );
}

function Lists({ list, onList, onConnectFrom }: Omit<CanvasAreaProps, "onPick">) {
  const editor = useEditor();
  const { problems, scene, selection, readOnly, document, catalogue } = editor;
  const errors = problems.filter((problem) => problem.level === "error").length;
  const Icon = errors > 0 ? OctagonAlert : TriangleAlert;
  const toggle = (kind: "outline" | "problems") => {
    if (list?.kind === kind) onList(null);
    else onList(kind === "outline" ? { kind } : { kind, at: null });
  };
  const name = (id: string | null) =>
    id === null ? "" : (indexDocument(document).blocks.get(id)?.name ?? id);
  const select = (next: Selection) => {
    editor.select(next);
    const [block] = [...next.blocks];
    const box = block === undefined ? undefined : scene.blocks.get(block)?.box;
    if (box !== undefined) editor.view.get()?.reveal(box);
  };
  return (
    <div className="absolute top-3 left-3 z-10">
      <div className={`${floating} static w-fit`}>
        <Button
          size="sm"
          variant="ghost"
          icon={ListTree}
          aria-expanded={list?.kind === "outline"}
          onClick={() => toggle("outline")}
        >
          Outline
        </Button>
        <span aria-hidden className="mx-0.5 h-4 w-px bg-line-strong" />
        <Button
          size="sm"
          variant="ghost"
          icon={Icon}
          className={errors > 0 ? "text-fail" : problems.length > 0 ? "text-part" : ""}
          aria-expanded={list?.kind === "problems"}
          onClick={() => toggle("problems")}
        >
          {problems.length === 0
            ? "No problems"
            : `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`}
        </Button>
      </div>
      {list !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a floating list is no set of form fields
        <div
          role="group"
          aria-label={list.kind === "outline" ? "Outline" : "List of problems"}
          className="mt-1 w-fit rounded-r2 border border-line-strong bg-surface shadow-2"
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.stopPropagation();
              onList(null);
            }
          }}
        >
          {list.kind === "outline" ? (
            <Outline
              scene={scene}
              selection={selection}
              onSelect={select}
              onConnect={
                readOnly
                  ? null
                  : (blockId, at) => {
                      if (hasTargets(blockId)) onConnectFrom(blockId, at);
                    }
              }
            />
          ) : (
            <ProblemList
              problems={problems}
              at={list.at}
              nameOf={(problem) =>
                [name(problem.blockId), problem.field ?? ""].filter(Boolean).join(", ")
              }
              onOpen={(problem) => {
                if (problem.callbackId !== null) editor.goToCallback(problem.callbackId);
                else if (problem.blockId !== null)
                  editor.goTo(problem.blockId, problem.path.slice(2));
              }}
            />
          )}
        </div>
      )}
    </div>
  );

  function hasTargets(blockId: string): boolean {
    const index = indexDocument(document);
    const block = index.blocks.get(blockId);
    if (block === undefined) return false;
    return blockPorts(block, index.outgoing(blockId), catalogue).some(
      (port) => legalTargets(document, catalogue, { blockId, port: port.id }).size > 0,
    );
  }
}

function readChoice(text: string): Choice | null {
  if (text === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value)) return null;
    const { type, config } = value;
    return typeof type === "string" && isJsonObject(config) ? { type, config } : null;
  } catch {
    return null;
  }
}
