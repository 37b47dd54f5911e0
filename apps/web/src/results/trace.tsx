import { TRACE_STEPS, type TraceStep, type TraceStepName } from "@callbook/core/failure";
import {
  CircleCheck,
  CircleDashed,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  SkipForward,
} from "lucide-react";
import { cx, formatDuration, toneText } from "../ui/index.ts";
import type { Tone } from "../ui/states.ts";

/** Names of the eight steps, as people read them. */
export const stepNames: Readonly<Record<TraceStepName, string>> = {
  validate: "Validate fields",
  permission: "Permission and site",
  vault: "Vault fetch",
  agent: "Agent reachable",
  dns: "DNS and address policy",
  tls: "TCP/TLS",
  request: "HTTP request",
  verdict: "Verdict",
};

const looks: Readonly<
  Record<TraceStep["state"], { icon: LucideIcon; tone: Tone; word: string; spins?: true }>
> = {
  passed: { icon: CircleCheck, tone: "ok", word: "passed" },
  failed: { icon: OctagonX, tone: "fail", word: "failed" },
  skipped: { icon: SkipForward, tone: "skip", word: "skipped" },
  running: { icon: LoaderCircle, tone: "run", word: "running", spins: true },
  pending: { icon: CircleDashed, tone: "none", word: "not started" },
};

/** All eight steps in their order; those without a record yet are pending. */
export function completeTrace(trace: readonly TraceStep[]): readonly TraceStep[] {
  return TRACE_STEPS.map(
    (step) =>
      trace.find((known) => known.step === step) ?? {
        step,
        state: "pending",
        durationMs: null,
        detail: "",
      },
  );
}

interface TraceProps {
  readonly trace: readonly TraceStep[];
}

/** The steps from top to bottom, beside the connection form. */
export function TraceColumn({ trace }: TraceProps) {
  return (
    <ol aria-label="Steps of the test">
      {completeTrace(trace).map((step, index) => {
        const look = looks[step.state];
        const quiet = step.state === "pending" || step.state === "skipped";
        return (
          <li
            key={step.step}
            className="relative grid min-h-[46px] grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-x-2 pb-2.5"
          >
            {index < TRACE_STEPS.length - 1 && (
              <span
                aria-hidden
                className="absolute top-[22px] -bottom-px left-[9px] w-px bg-line-strong"
              />
            )}
            <StepIcon state={step.state} />
            <div className="min-w-0">
              <p
                className={cx(
                  "font-medium",
                  step.state === "failed" && "text-fail",
                  quiet && "text-text-3",
                )}
              >
                {stepNames[step.step]}
                <span className="sr-only">, {look.word}</span>
              </p>
              <p className="text-t2 break-words text-text-3">{step.detail || "\u00a0"}</p>
            </div>
            <span className="font-mono text-t2 leading-5 text-text-3">
              {formatDuration(step.durationMs)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** The steps from left to right, under an error. */
export function TraceRow({ trace }: TraceProps) {
  return (
    <ol
      aria-label="Steps of the request"
      className="grid grid-cols-[repeat(auto-fit,minmax(84px,1fr))] gap-x-2 gap-y-3"
    >
      {completeTrace(trace).map((step, index) => (
        <li key={step.step} className="relative min-w-0">
          <div className="flex items-center gap-2">
            <StepIcon state={step.state} />
            {index < TRACE_STEPS.length - 1 && (
              <span aria-hidden className="h-px flex-1 bg-line-strong" />
            )}
          </div>
          <p
            className={cx(
              "mt-1 text-t2 font-medium",
              step.state === "failed" && "text-fail",
              (step.state === "pending" || step.state === "skipped") && "font-normal text-text-3",
            )}
          >
            {stepNames[step.step]}
            <span className="sr-only">, {looks[step.state].word}</span>
          </p>
          <p className="text-t2 break-words text-text-3">
            {[step.detail, formatDuration(step.durationMs)].filter(Boolean).join(", ") ||
              looks[step.state].word}
          </p>
        </li>
      ))}
    </ol>
  );
}

function StepIcon({ state }: { readonly state: TraceStep["state"] }) {
  const look = looks[state];
  const Icon = look.icon;
  return (
    <Icon
      size={20}
      aria-hidden
      className={cx("bg-inherit", toneText[look.tone], look.spins && "animate-spin")}
    />
  );
}
