import { memo, type PointerEvent, useMemo } from "react";
import { states, type Tone } from "../ui/index.ts";
import type { CanvasView } from "./canvas-contract.ts";
import { type Box, boundsOf } from "./geometry.ts";
import { useSeen } from "./react-flow-adapter/index.ts";
import type { BlockView, Scene } from "./scene.ts";

const WIDTH = 144;
const HEIGHT = 104;

const fills: Readonly<Record<Tone, string>> = {
  ok: "var(--ok-line)",
  part: "var(--part-line)",
  fail: "var(--fail-line)",
  run: "var(--run-line)",
  wait: "var(--wait-line)",
  skip: "var(--skip-soft)",
  none: "var(--line-control)",
};

/** The whole playbook at a glance, coloured by state; click or drag to go there. */
export function Minimap({
  scene,
  view,
}: {
  readonly scene: Scene;
  readonly view: CanvasView | null;
}) {
  const seen = useSeen();
  const boxes = useMemo(() => [...scene.blocks.values()].map((block) => block.box), [scene]);
  const bounds = boundsOf([...boxes, seen.box]) ?? seen.box;
  const scale = Math.min((WIDTH - 12) / bounds.width, (HEIGHT - 12) / bounds.height);
  const left = bounds.x - ((WIDTH - 2) / scale - bounds.width) / 2;
  const top = bounds.y - ((HEIGHT - 2) / scale - bounds.height) / 2;

  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const rect = event.currentTarget.getBoundingClientRect();
    const x = left + (event.clientX - rect.left) / scale;
    const y = top + (event.clientY - rect.top) / scale;
    view?.centre({ x, y });
  };
  return (
    <div
      role="img"
      aria-label={`Minimap, ${summary(scene)}`}
      title={summary(scene)}
      onPointerDown={go}
      onPointerMove={go}
      className="absolute right-3 bottom-3 z-5 max-[1199px]:hidden overflow-hidden rounded-r2 border border-line-strong bg-surface shadow-1"
      style={{ width: WIDTH, height: HEIGHT }}
    >
      <svg
        aria-hidden
        width={WIDTH - 2}
        height={HEIGHT - 2}
        viewBox={`${left} ${top} ${(WIDTH - 2) / scale} ${(HEIGHT - 2) / scale}`}
      >
        <Blocks scene={scene} line={1 / scale} />
        <SeenFrame box={seen.box} line={1 / scale} />
      </svg>
    </div>
  );
}

const Blocks = memo(({ scene, line }: { readonly scene: Scene; readonly line: number }) =>
  [...scene.blocks.values()].map((block) => <Mark key={block.id} block={block} line={line} />),
);

function Mark({ block, line }: { readonly block: BlockView; readonly line: number }) {
  const { tone } = states[block.state];
  const { x, y, width, height } = block.box;
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={10}
      fill={fills[tone]}
      stroke={tone === "skip" ? "var(--skip-line)" : "none"}
      strokeWidth={line}
    />
  );
}

function SeenFrame({ box, line }: { readonly box: Box; readonly line: number }) {
  const inset = line;
  return (
    <rect
      x={box.x + inset}
      y={box.y + inset}
      width={Math.max(0, box.width - 2 * inset)}
      height={Math.max(0, box.height - 2 * inset)}
      rx={2 * line}
      fill="none"
      stroke="var(--accent-line)"
      strokeWidth={1.5 * line}
    />
  );
}

function summary(scene: Scene): string {
  const counts = new Map<string, number>();
  for (const block of scene.blocks.values()) {
    if (block.kind === "entry") continue;
    const { word } = states[block.state];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const parts = [...counts].map(([word, count]) => `${count} ${word}`);
  return parts.length === 0 ? "no blocks" : parts.join(", ");
}
