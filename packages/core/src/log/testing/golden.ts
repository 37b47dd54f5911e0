/** Golden run logs: what was recorded once, and the state that it folds to for ever. */
import type { RunEvent } from "../event.ts";

/** Never edited, only added to: the file says so itself, since JSON has no comments. */
export interface GoldenLogs<State> {
  readonly logs: readonly {
    readonly name: string;
    readonly events: readonly RunEvent[];
    readonly state: State;
  }[];
}

/** An event as it lies in the file, whatever its version. */
export type GoldenBody = Readonly<Record<string, unknown>> & {
  readonly v: number;
  readonly type: string;
};

export function bodiesOf({ logs }: GoldenLogs<unknown>): readonly GoldenBody[] {
  return logs.flatMap(({ events }) => events.map(({ event }): GoldenBody => ({ ...event })));
}

/** Every value that the field has in events of the type. */
export function valuesOf(
  bodies: readonly GoldenBody[],
  type: string,
  field: string,
): readonly unknown[] {
  return bodies.filter((body) => body.type === type).map((body) => body[field]);
}

/** Each word once, in order. */
export function sorted(words: readonly unknown[]): readonly string[] {
  return [...new Set(words.map(String))].sort();
}
