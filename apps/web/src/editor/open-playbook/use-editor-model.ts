import { indexDocument } from "@callbook/core/document";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { trpc } from "../../api/trpc.ts";
import type { Outputs } from "../../api/types.ts";
import { type CanvasView, nothingSelected, type Selection } from "../../canvas/canvas-contract.ts";
import { makeScene } from "../../canvas/make-scene.ts";
import { emptyScene, type Scene } from "../../canvas/scene.ts";
import type { PageCatalogue } from "../../catalogue/index.ts";
import { useRun } from "../../runs/use-run.ts";
import { useDocumentStore, useEditorSnapshot } from "../document/index.ts";
import type { CommandOffer } from "./command-offer.ts";
import type { Editor, FieldRequest } from "./editor-context.ts";
import { type Observable, observable } from "./observable.ts";
import { useProblems } from "./use-problems.ts";

const NO_OFFERS: readonly CommandOffer[] = [];

/** Everything that the parts of the editor share about one open playbook. */
export function useEditorModel(
  opened: Outputs["playbooks"]["open"],
  catalogue: PageCatalogue,
  runId: number | null,
): Editor {
  const store = useDocumentStore(opened);
  const snapshot = useEditorSnapshot(store);
  const { document } = snapshot;
  const commands = useQuery({ ...trpc.integrations.commands.queryOptions(), staleTime: 30_000 });
  const offers = commands.data ?? NO_OFFERS;
  const offersLoading = commands.isPending;
  const problems = useProblems(opened.id, document, catalogue, snapshot.seq);
  const followed = useRun(runId);
  const run = followed.data?.details.playbookId === opened.id ? followed.data : null;
  const [chosen, setSelection] = useState<Selection>(nothingSelected);
  const selection = useMemo(() => existing(chosen, document), [chosen, document]);
  const view = useConstant(() => observable<CanvasView | null>(null));
  const fieldRequest = useConstant(() => observable<FieldRequest | null>(null));
  const connections = useMemo(
    () =>
      new Map(
        offers.flatMap((offer) => offer.connections.map(({ id, name }) => [id, name] as const)),
      ),
    [offers],
  );
  const ranDocument = run?.details.document ?? null;
  const runState = run?.state ?? null;
  const ran = useMemo(
    () =>
      runState === null || ranDocument === null ? null : { state: runState, document: ranDocument },
    [runState, ranDocument],
  );
  const scene = useScene(
    useMemo(
      () => ({ document, catalogue, connections, run: ran, problems }),
      [document, catalogue, connections, ran, problems],
    ),
  );
  const readOnly =
    opened.myRole === "viewer" || opened.myRole === "analyst" || snapshot.save.kind === "lost";

  return useMemo(
    (): Editor => ({
      playbookId: opened.id,
      store,
      snapshot,
      document,
      catalogue,
      offers,
      offersLoading,
      problems,
      scene,
      run,
      readOnly,
      selection,
      select: setSelection,
      view,
      fieldRequest,
      apply: (operation, label) => {
        const applied = store.apply(operation, label);
        if (applied.status !== "applied") store.tell(applied, label);
        return applied;
      },
      goTo: (blockId, path) => {
        setSelection({ blocks: new Set([blockId]), callbacks: new Set() });
        const box = scene.blocks.get(blockId)?.box;
        if (box !== undefined) view.get()?.reveal(box);
        if (path !== null && path.length > 0) {
          fieldRequest.set({ blockId, path, nonce: performance.now() });
        }
      },
      goToCallback: (callbackId) => {
        setSelection({ blocks: new Set(), callbacks: new Set([callbackId]) });
        const target = scene.callbacks.get(callbackId)?.target;
        const box = target === undefined ? undefined : scene.blocks.get(target)?.box;
        if (box !== undefined) view.get()?.reveal(box);
      },
    }),
    [
      opened.id,
      store,
      snapshot,
      document,
      catalogue,
      offers,
      offersLoading,
      problems,
      scene,
      run,
      readOnly,
      selection,
      view,
      fieldRequest,
    ],
  );
}

/** The scene, with unchanged views kept from the one before. */
function useScene(facts: Parameters<typeof makeScene>[0]): Scene {
  const before = useRef<Scene>(emptyScene);
  return useMemo(() => {
    before.current = makeScene(facts, before.current);
    return before.current;
  }, [facts]);
}

function useConstant<Value>(make: () => Observable<Value>): Observable<Value> {
  return useState(make)[0];
}

/** What another has deleted is not selected any more. */
function existing(selection: Selection, document: Editor["document"]): Selection {
  const index = indexDocument(document);
  const blocks = [...selection.blocks].filter((id) => index.blocks.has(id));
  const callbacks = [...selection.callbacks].filter((id) => index.callbacks.has(id));
  if (blocks.length === selection.blocks.size && callbacks.length === selection.callbacks.size) {
    return selection;
  }
  return { blocks: new Set(blocks), callbacks: new Set(callbacks) };
}
