import { useNavigate } from "@tanstack/react-router";
import { useCallback, useRef, useState } from "react";
import type { Outputs } from "../api/types.ts";
import type { Point } from "../canvas/geometry.ts";
import { OtherVersion, type PageCatalogue } from "../catalogue/index.ts";
import { Inspector } from "../inspector/inspector.tsx";
import { ConnectionBanner } from "../shell/connection-banner.tsx";
import { useTitle } from "../shell/page.tsx";
import { CanvasArea, type OpenList } from "./canvas-area/index.ts";
import { useClipboard, useEditing, useShortcuts } from "./gestures/index.ts";
import { LostWork, Notices } from "./notices/index.ts";
import { EditorContext, useEditor, useEditorModel } from "./open-playbook/index.ts";
import { BlockPicker, Palette, PaletteRail, type PickerRequest } from "./palette/index.ts";
import { DockedResults } from "./results/index.ts";
import { TopBar } from "./top-bar/index.ts";
import { useAskedField } from "./use-asked-field.ts";
import { useMediaQuery } from "./use-media-query.ts";

interface EditorScreenProps {
  readonly opened: Outputs["playbooks"]["open"];
  readonly catalogue: PageCatalogue;
  readonly runId: number | null;
  /** Shown at first when no run is asked for. */
  readonly firstRun: number | null;
  readonly onPublished: () => void;
}

/** The editor: bar, palette, canvas, inspector, and the results of a run below. */
export function EditorScreen({
  opened,
  catalogue,
  runId,
  firstRun,
  onPublished,
}: EditorScreenProps) {
  const [cleared, setCleared] = useState(false);
  const editor = useEditorModel(opened, catalogue, runId ?? (cleared ? null : firstRun));
  useTitle(editor.document.name);
  return (
    <EditorContext value={editor}>
      <Layout opened={opened} onPublished={onPublished} onCleared={() => setCleared(true)} />
    </EditorContext>
  );
}

interface LayoutProps extends Pick<EditorScreenProps, "opened" | "onPublished"> {
  readonly onCleared: () => void;
}

function Layout({ opened, onPublished, onCleared }: LayoutProps) {
  const editor = useEditor();
  const editing = useEditing();
  const navigate = useNavigate();
  const canRun = opened.myRole !== "viewer";
  const search = useRef<HTMLInputElement>(null);
  const [list, setList] = useState<OpenList>(null);
  const [picker, setPicker] = useState<PickerRequest | null>(null);
  const [enlarged, setEnlarged] = useState(false);
  const [hidden, setHidden] = useState(false);
  const closePicker = useCallback(() => setPicker(null), []);
  const { run } = editor;

  const showRun = (id: number | null) => {
    if (id === null) onCleared();
    setHidden(false);
    setEnlarged(false);
    setList(null);
    void navigate({
      to: "/playbooks/$playbookId",
      params: { playbookId: String(editor.playbookId) },
      search: id === null ? {} : { run: id },
      replace: true,
    });
  };
  const showProblems = () => setList({ kind: "problems", at: null });
  const connectFrom = (blockId: string, screen: Point) => {
    const port = editor.scene.blocks.get(blockId)?.ports.find(({ kind }) => kind === "normal");
    if (port === undefined) return;
    setPicker({ kind: "calledBy", from: { blockId, port: port.id }, screen, at: null });
  };
  useAskedField(editor);
  useClipboard(editor, editing);
  useShortcuts({
    editor,
    editing,
    search,
    onConnect: (blockId) => {
      const box = editor.scene.blocks.get(blockId)?.box;
      const screen = box && editor.view.get()?.toScreen({ x: box.x, y: box.y + box.height });
      if (screen !== undefined) connectFrom(blockId, screen);
    },
  });

  return (
    <div className="flex h-full flex-col">
      <TopBar
        opened={opened}
        canRun={canRun}
        onRun={showRun}
        onPublished={onPublished}
        onProblems={showProblems}
      />
      <ConnectionBanner />
      <OtherVersion catalogue={editor.catalogue} />
      <main id="main" className="relative flex min-h-0 flex-1">
        <Blocks search={search} />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <CanvasArea list={list} onList={setList} onPick={setPicker} onConnectFrom={connectFrom} />
          {run !== null && !hidden && (
            <DockedResults
              run={run}
              enlarged={enlarged}
              onEnlarge={setEnlarged}
              onHide={() => {
                setEnlarged(false);
                setHidden(true);
              }}
            />
          )}
          {run !== null && hidden && <ShowResults onShow={() => setHidden(false)} />}
        </div>
        <Inspector />
        <Notices />
      </main>
      {picker !== null && <BlockPicker request={picker} onClose={closePicker} />}
      <LostWork onLeave={() => void navigate({ to: "/playbooks" })} />
    </div>
  );
}

function Blocks({ search }: { readonly search: React.RefObject<HTMLInputElement | null> }) {
  const wide = useMediaQuery("(min-width: 1200px)");
  const [collapsed, setCollapsed] = useState(false);
  if (wide && !collapsed) return <Palette search={search} onCollapse={() => setCollapsed(true)} />;
  return <PaletteRail search={search} onExpand={wide ? () => setCollapsed(false) : null} />;
}

function ShowResults({ onShow }: { readonly onShow: () => void }) {
  return (
    <button
      type="button"
      onClick={onShow}
      className="h-6 shrink-0 border-t border-line bg-surface text-t2 font-medium text-text-2 hover:bg-surface-3"
    >
      Show results
    </button>
  );
}
