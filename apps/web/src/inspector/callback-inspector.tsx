import { specOf } from "@callbook/core/block";
import { type Callback, indexDocument, JOIN_NAMES, type Join } from "@callbook/core/document";
import { labelOf } from "@callbook/core/operation";
import {
  ArrowDown,
  ArrowRight,
  ArrowUp,
  ChevronLeft,
  ChevronRight,
  CornerDownRight,
  Trash2,
} from "lucide-react";
import { nothingSelected } from "../canvas/canvas-contract.ts";
import { useEditing } from "../editor/gestures/index.ts";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Button, IconButton, Switch } from "../ui/index.ts";
import { argumentSources } from "./argument-sources.ts";
import { CalledCallback } from "./called-callback.tsx";
import { InspectorFrame } from "./inspector-frame.tsx";

/** One callback: before a run what its target will get, after a run what it got. */
export function CallbackInspector({ callback }: { readonly callback: Callback }) {
  const { document, select, goTo, goToCallback, run, readOnly, scene } = useEditor();
  const { remove } = useEditing();
  const index = indexDocument(document);
  const source = index.blocks.get(callback.source);
  const target = index.blocks.get(callback.target);
  const siblings = document.callbacks;
  const at = siblings.findIndex((one) => one.id === callback.id);
  const step = (by: number) => {
    const next = siblings[(at + by + siblings.length) % siblings.length];
    if (next !== undefined) goToCallback(next.id);
  };
  const title = `${source?.name ?? "?"} to ${target?.name ?? "?"}`;
  const ran = run?.details.document.callbacks.some((one) => one.id === callback.id) ?? false;
  return (
    <InspectorFrame
      label={`Callback ${title}`}
      onClose={() => select(nothingSelected)}
      buttons={
        <>
          <IconButton
            size="sm"
            icon={ChevronLeft}
            label="Previous callback"
            onClick={() => step(-1)}
          />
          <IconButton size="sm" icon={ChevronRight} label="Next callback" onClick={() => step(1)} />
        </>
      }
      head={
        <h2 className="flex min-w-0 flex-wrap items-center gap-x-1 font-semibold">
          <span>Callback:</span>
          <span className="truncate">{source?.name}</span>
          <ArrowRight size={14} aria-label="to" className="shrink-0 text-text-2" />
          <span className="truncate">{target?.name}</span>
        </h2>
      }
      foot={
        <>
          <Button
            size="sm"
            variant="ghost"
            icon={CornerDownRight}
            onClick={() => goTo(callback.source, null)}
          >
            Open source block
          </Button>
          <span className="flex-1" />
          {!readOnly && (
            <Button
              size="sm"
              variant="danger"
              icon={Trash2}
              onClick={() => remove(new Set(), new Set([callback.id]), false)}
            >
              Delete
            </Button>
          )}
        </>
      }
    >
      {ran && run !== null ? (
        <CalledCallback
          key={run.details.id}
          callback={callback}
          run={run}
          port={scene.callbacks.get(callback.id)?.name ?? callback.port}
        />
      ) : (
        <PlannedArguments callback={callback} />
      )}
      <AwaitedSwitch callback={callback} />
      <CallOrder callback={callback} />
    </InspectorFrame>
  );
}

function PlannedArguments({ callback }: { readonly callback: Callback }) {
  const { document, catalogue } = useEditor();
  const index = indexDocument(document);
  const source = index.blocks.get(callback.source);
  const target = index.blocks.get(callback.target);
  const spec = source === undefined ? null : specOf(source, catalogue);
  if (source === undefined || target === undefined || spec === null) return null;
  const join = index.incoming(target.id).length > 1;
  const port = spec.ports(source).find((one) => one.id === callback.port);
  return (
    <section className="p-4" aria-label="Arguments">
      <p className="text-t2 text-text-2">
        {spec.calls === "engine" ? "Called by the engine" : "Called directly"} on{" "}
        {port?.name ?? callback.port}
        {join ? `; ${target.name} ${RELEASE[target.join]} and is handed what a join passes on` : ""}
        . Always eight arguments:
      </p>
      <table className="mt-2 w-full border-collapse text-t2">
        <thead className="sr-only">
          <tr>
            <th>Argument</th>
            <th>Where it comes from</th>
          </tr>
        </thead>
        <tbody>
          {argumentSources(spec, join).map((row) => (
            <tr key={row.name} className="border-b border-line last:border-b-0">
              <th
                scope="row"
                className="py-1.5 pr-3 text-left align-top font-mono font-normal whitespace-nowrap"
              >
                <span className={row.from === null ? "text-text-3" : undefined}>{row.name}</span>
              </th>
              <td
                className={
                  row.from === null ? "py-1.5 font-mono text-text-3" : "py-1.5 text-text-2"
                }
              >
                {row.from ?? "null"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const RELEASE: Readonly<Record<Join, string>> = {
  all: "waits for all who call it",
  "any-once": "runs for the first who calls it",
  "any-always": "runs for each who calls it",
};

/** Whether the join that the callback leads to waits for it; nothing when it leads to none. */
function AwaitedSwitch({ callback }: { readonly callback: Callback }) {
  const { document, apply, readOnly } = useEditor();
  const index = indexDocument(document);
  const target = index.blocks.get(callback.target);
  if (target === undefined || index.incoming(target.id).length < 2) return null;
  const set = (awaited: boolean) => {
    const operation = {
      kind: "setCallback",
      callbackId: callback.id,
      path: ["awaited"],
      from: callback.awaited,
      value: awaited,
    } as const;
    apply(operation, labelOf(operation, document));
  };
  return (
    <section aria-label="Join" className="border-t border-line p-4">
      <Switch
        label="Awaited by the join"
        hint={
          target.join === "all"
            ? `${target.name} runs without it when all others have been called, or can no longer be, if this is off.`
            : `Counts when ${target.name} has the join ${JOIN_NAMES.all}.`
        }
        checked={callback.awaited}
        disabled={readOnly}
        onChange={set}
      />
    </section>
  );
}

/** The order in which the callbacks of one port are called. */
function CallOrder({ callback }: { readonly callback: Callback }) {
  const { document, apply, readOnly, goToCallback } = useEditor();
  const index = indexDocument(document);
  const siblings = index.ofPort(callback.source, callback.port);
  if (siblings.length < 2) return null;
  const at = siblings.findIndex((one) => one.id === callback.id);
  const reorder = (beforeId: string | null) => {
    const name = index.blocks.get(callback.source)?.name ?? "block";
    apply({ kind: "reorder", callbackId: callback.id, beforeId }, `Reorder callbacks of ${name}`);
  };
  return (
    <section aria-label="Order of calling" className="border-t border-line p-4">
      <div className="flex items-center gap-1">
        <h3 className="flex-1 text-t2 font-medium text-text-3">Order of calling</h3>
        {!readOnly && (
          <>
            <IconButton
              size="sm"
              icon={ArrowUp}
              label="Call earlier"
              disabled={at === 0}
              onClick={() => reorder(siblings[at - 1]?.id ?? null)}
            />
            <IconButton
              size="sm"
              icon={ArrowDown}
              label="Call later"
              disabled={at === siblings.length - 1}
              onClick={() => reorder(siblings[at + 2]?.id ?? null)}
            />
          </>
        )}
      </div>
      <ol className="mt-1">
        {siblings.map((one, place) => (
          <li key={one.id}>
            <button
              type="button"
              aria-current={one.id === callback.id}
              onClick={() => goToCallback(one.id)}
              className="flex h-6 w-full items-center gap-1.5 rounded-r1 px-1.5 text-left hover:bg-surface-3 aria-[current=true]:bg-accent-soft"
            >
              <span className="text-text-3">{place + 1}.</span>
              {index.blocks.get(one.target)?.name ?? one.target}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
