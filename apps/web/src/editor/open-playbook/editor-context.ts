import type { PlaybookDocument, Problem } from "@callbook/core/document";
import type { Applied, FieldPath, Operation } from "@callbook/core/operation";
import { createContext, useContext } from "react";
import type { CanvasView, Selection } from "../../canvas/canvas-contract.ts";
import type { Scene } from "../../canvas/scene.ts";
import type { PageCatalogue } from "../../catalogue/index.ts";
import type { FollowedRun } from "../../runs/use-run.ts";
import type { DocumentStore, EditorSnapshot } from "../document/index.ts";
import type { CommandOffer } from "./command-offer.ts";
import type { Observable } from "./observable.ts";

/** A field that is to be brought into view and focused in the inspector. */
export interface FieldRequest {
  readonly blockId: string;
  readonly path: FieldPath;
  readonly nonce: number;
}

/** One open playbook: what is shown and what can be done with it. */
export interface Editor {
  readonly playbookId: number;
  readonly store: DocumentStore;
  readonly snapshot: EditorSnapshot;
  readonly document: PlaybookDocument;
  /** What the server accepts at this moment. */
  readonly catalogue: PageCatalogue;
  readonly offers: readonly CommandOffer[];
  /** True until it is known which commands there are. */
  readonly offersLoading: boolean;
  readonly problems: readonly Problem[];
  readonly scene: Scene;
  /** The run that is laid over the canvas; null: none. */
  readonly run: FollowedRun | null;
  readonly readOnly: boolean;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly view: Observable<CanvasView | null>;
  readonly fieldRequest: Observable<FieldRequest | null>;
  /** Applies an edit; what cannot be applied is told to the person. */
  readonly apply: (operation: Operation, label: string) => Applied;
  /** Selects a block, brings it into view and focuses a field of it. */
  readonly goTo: (blockId: string, path: FieldPath | null) => void;
  readonly goToCallback: (callbackId: string) => void;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error("part of the editor outside the editor");
  return editor;
}
