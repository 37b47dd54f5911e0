import { Check, Hourglass, LoaderCircle, Merge, Plug, X } from "lucide-react";
import { cx, type StateName, states, toneBorder, toneSoft, toneText } from "../ui/index.ts";
import type { LevelOfDetail } from "./level-of-detail.ts";
import { NamedIcon } from "./named-icon.tsx";
import { ProblemBadge } from "./problem-badge.tsx";
import type { BlockView, ChipMark, ChipView, PortView } from "./scene.ts";
import { StripBar, StripTime } from "./strip-time.tsx";

interface BlockCardProps {
  readonly view: BlockView;
  readonly level: LevelOfDetail;
  readonly selected: boolean;
  readonly onProblems: (blockId: string) => void;
}

/** A block at the level of detail that the zoom allows; its box is the same at each. */
export function BlockCard({ view, level, selected, onProblems }: BlockCardProps) {
  if (view.kind === "entry") return <EntryPill view={view} level={level} selected={selected} />;
  if (level === "mark") return <MarkCard view={view} selected={selected} />;
  if (level === "name") return <NameCard view={view} selected={selected} />;
  const ground = view.placeholder ? "bg-surface-3" : undefined;
  return (
    <div
      className={cx(
        "flex size-full flex-col rounded-r2 border",
        frameOf(view.state, selected, ground),
      )}
    >
      {view.join && <JoinStrip join={view.join} />}
      <Head view={view} onProblems={onProblems} />
      {view.chips.length > 0 && <Chips view={view} />}
      <StateStrip view={view} />
      {view.portRow && <PortRow ports={view.ports} />}
    </div>
  );
}

const quiet: ReadonlySet<StateName> = new Set(["skipped", "disabled"]);

/**
 * Border and ground of a state; a finished block looks like one that has not run.
 * @param ground another ground than the surface, once zoomed out
 */
export function frameOf(state: StateName, selected: boolean, ground?: string): string {
  const look = states[state];
  return cx(
    ground ?? (quiet.has(state) ? "bg-transparent" : "bg-surface"),
    !quiet.has(state) && "shadow-1",
    selected
      ? "border-accent-line ring-1 ring-accent-line"
      : state === "queued"
        ? "border-dashed border-line-control"
        : look.strip === "none"
          ? "border-line-strong group-hover/block:border-line-control"
          : toneBorder[look.tone],
    state === "disabled" && "hatched",
  );
}

function EntryPill({ view, level, selected }: Omit<BlockCardProps, "onProblems">) {
  return (
    <div
      title={view.name}
      className={cx(
        "flex size-full items-center gap-1.5 overflow-hidden rounded-full border bg-surface px-3 shadow-1",
        selected ? "border-accent-line ring-1 ring-accent-line" : "border-line-strong",
        level === "name" && "counter-scaled leading-none",
        level === "mark" && "justify-center",
      )}
    >
      <NamedIcon name={view.icon} size={16} className="text-text-2" />
      {level !== "mark" && <span className="truncate font-semibold">{view.name}</span>}
    </div>
  );
}

function JoinStrip({ join }: { readonly join: NonNullable<BlockView["join"]> }) {
  return (
    <div
      className={cx(
        "flex h-5 shrink-0 items-center gap-1 border-b border-dashed border-line-strong px-2 text-t1 font-medium",
        join.waits ? "text-wait" : "text-text-2",
      )}
    >
      <Merge size={12} aria-hidden />
      <span className="truncate" title={join.text}>
        {join.text}
      </span>
    </div>
  );
}

function Head({ view, onProblems }: Pick<BlockCardProps, "view" | "onProblems">) {
  const faded = quiet.has(view.state) || view.placeholder;
  return (
    <div className="grid shrink-0 grid-cols-[24px_minmax(0,1fr)_auto] items-start gap-x-2 px-2 pt-1.5">
      <span
        className={cx(
          "flex size-6 items-center justify-center rounded-r1",
          faded ? "text-text-3" : "bg-surface-3 text-text-2",
          view.subtitle !== null && "mt-[3px]",
        )}
      >
        <NamedIcon name={view.icon} />
      </span>
      <span className="min-w-0">
        <span
          title={view.name}
          className={cx(
            "block truncate",
            view.subtitle === null ? "leading-6" : "leading-4",
            faded ? "font-medium text-text-3" : "font-semibold",
            view.state === "disabled" && "line-through",
          )}
        >
          {view.name}
        </span>
        {view.subtitle !== null && (
          <span title={view.subtitle} className="block truncate text-t2 text-text-3">
            {view.subtitle}
          </span>
        )}
      </span>
      {view.problems && (
        <ProblemBadge problems={view.problems} onOpen={() => onProblems(view.id)} />
      )}
    </div>
  );
}

const marks: Readonly<Record<ChipMark, { icon: typeof Check; className: string; word: string }>> = {
  plug: { icon: Plug, className: "text-text-3", word: "" },
  passed: { icon: Check, className: "text-ok", word: "succeeded" },
  failed: { icon: X, className: "text-fail", word: "failed" },
  waiting: { icon: Hourglass, className: "text-wait", word: "waiting" },
  running: { icon: LoaderCircle, className: "animate-spin text-run", word: "running" },
};

function Chips({ view }: { readonly view: BlockView }) {
  return (
    <div className="flex h-[23px] shrink-0 gap-1 overflow-hidden px-2 pt-1">
      {view.chips.map((chip) => (
        <ConnectionChip key={chip.id} chip={chip} />
      ))}
      {view.moreChips > 0 && (
        <span className="text-t1 leading-[18px] text-text-3">+{view.moreChips}</span>
      )}
    </div>
  );
}

function ConnectionChip({ chip }: { readonly chip: ChipView }) {
  const { icon: Icon, className, word } = marks[chip.mark];
  return (
    <span
      title={word === "" ? chip.name : `${chip.name}, ${word}`}
      className={cx(
        "inline-flex h-[18px] min-w-0 items-center gap-[3px] rounded-r1 border bg-surface pr-[5px] pl-1 text-t1",
        chip.mark === "failed" ? "border-fail-line text-fail" : "border-line-strong text-text-2",
      )}
    >
      <Icon size={12} aria-hidden className={className} />
      <span className="truncate">{chip.name}</span>
    </span>
  );
}

function StateStrip({ view }: { readonly view: BlockView }) {
  const look = states[view.state];
  const Icon = look.icon;
  // "Not run" has a problem's text in its place, because that is what is to be done.
  const note = view.state === "not_run" && view.time?.kind === "note" ? view.time.text : null;
  return (
    <div
      className={cx(
        "relative mt-auto flex h-[23px] shrink-0 items-center gap-[5px] border-t px-2 text-t2 font-medium whitespace-nowrap",
        !view.portRow && "rounded-b-[5px]",
        look.strip === "none" && cx("border-line", toneText[look.tone]),
        look.strip === "soft" && cx("border-transparent", toneText[look.tone], toneSoft[look.tone]),
        look.strip === "solid" && "border-transparent bg-fail-solid text-on-fail",
      )}
    >
      {Icon && <Icon size={14} aria-hidden className={look.spins ? "animate-spin" : undefined} />}
      <span
        className={note === null ? "shrink-0" : "truncate font-normal"}
        title={note ?? undefined}
      >
        {note ?? look.word}
        {view.count === null ? "" : ` ${view.count}`}
      </span>
      {note === null && (view.time !== null || view.pass !== null) && (
        <span
          title={view.time?.kind === "note" ? view.time.text : (view.pass ?? undefined)}
          className={cx(
            "ml-auto min-w-0 truncate pl-1 font-normal",
            look.strip === "solid" ? "text-on-fail" : "text-text-2",
          )}
        >
          {view.pass}
          {view.pass !== null && view.time !== null && ", "}
          {view.time !== null && <StripTime time={view.time} />}
        </span>
      )}
      <StripBar time={view.time} progress={view.progress} />
    </div>
  );
}

function PortRow({ ports }: { readonly ports: readonly PortView[] }) {
  return (
    <div className="flex h-[18px] shrink-0 border-t border-line text-t1 leading-[17px] text-text-2">
      {ports
        .filter((port) => !port.loose)
        .map((port) => (
          <span
            key={port.id}
            title={port.name}
            className={cx(
              "flex min-w-0 flex-1 items-center justify-center gap-[3px] border-r border-line px-0.5 last:border-r-0",
              port.run === "taken" && "font-semibold",
              port.run === "notTaken" && "text-text-3",
              port.kind === "error" && port.run !== "notTaken"
                ? "text-fail"
                : port.run === "taken" && "text-text",
            )}
          >
            {port.run === "taken" && port.kind === "normal" && <Check size={11} aria-hidden />}
            {port.run === "taken" && port.kind === "error" && <X size={11} aria-hidden />}
            <span className="truncate">{port.name}</span>
          </span>
        ))}
    </div>
  );
}

function NameCard({ view, selected }: { readonly view: BlockView; readonly selected: boolean }) {
  const look = states[view.state];
  const Icon = look.icon;
  const solid = look.strip === "solid";
  const moment = view.time?.kind === "until" || view.time?.kind === "note" ? null : view.time;
  return (
    <div
      className={cx(
        "counter-scaled flex size-full flex-col justify-center overflow-hidden rounded-r2 border px-2 whitespace-nowrap",
        frameOf(
          view.state,
          selected,
          solid
            ? "bg-fail-solid text-on-fail"
            : look.strip === "soft"
              ? toneSoft[look.tone]
              : undefined,
        ),
      )}
    >
      <span className="flex min-w-0 items-center gap-[0.4em] leading-[1.2]" title={view.name}>
        <NamedIcon name={view.icon} className={cx("size-[1.1em]", !solid && "text-text-2")} />
        <span className="truncate font-semibold">{view.name}</span>
      </span>
      <span
        className={cx(
          "flex min-w-0 items-center gap-[0.4em] leading-[1.2] font-medium",
          !solid && toneText[look.tone],
        )}
      >
        {Icon && <Icon aria-hidden className={cx("size-[1.1em]", look.spins && "animate-spin")} />}
        <span className="truncate">
          {look.shortWord}
          {view.count === null ? "" : ` ${view.count}`}{" "}
          {view.time?.kind === "until" && <StripTime time={view.time} short />}
          {moment?.kind === "since" && <StripTime time={moment} short />}
        </span>
      </span>
    </div>
  );
}

function MarkCard({ view, selected }: { readonly view: BlockView; readonly selected: boolean }) {
  const look = states[view.state];
  const Icon = look.icon;
  return (
    <div
      title={`${view.name}, ${look.word}`}
      className={cx(
        "flex size-full items-center justify-center rounded-r2 border-2",
        selected ? "border-accent-line" : toneBorder[look.tone],
        look.strip === "solid"
          ? "bg-fail-solid text-on-fail"
          : look.tone === "none"
            ? "bg-surface"
            : cx(toneSoft[look.tone], toneText[look.tone]),
      )}
    >
      {Icon && <Icon size={44} aria-hidden className={look.spins ? "animate-spin" : undefined} />}
    </div>
  );
}
