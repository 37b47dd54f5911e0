/** What is measured: a playbook, what it is started with, and what its answer must say. */
import { fanOutPlaybook, purePlaybook, straightPlaybook, waitingPlaybook } from "./playbooks.ts";

export interface Workload {
  readonly name: string;
  readonly tells: string;
  document(connectionId: number): unknown;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Whether the outputs of a run, or of the bare program, are what they must be. */
  isRight(outputs: Readonly<Record<string, unknown>>): boolean;
}

const calls = 10;

export const workloads: readonly Workload[] = [
  {
    name: "straight",
    tells: "a GET, a decision, End",
    document: straightPlaybook,
    inputs: {},
    isRight: ({ score }) => isScore(score),
  },
  {
    name: "pure",
    tells: "fifty Debug blocks in a row",
    document: () => purePlaybook(50),
    inputs: { n: 7 },
    isRight: ({ n }) => Number(n) === 7,
  },
  {
    name: "fan-out",
    tells: `one action of ${calls} calls`,
    document: fanOutPlaybook,
    inputs: { ips: Array.from({ length: calls }, (_, row) => `192.0.2.${row + 1}`) },
    isRight: ({ scores }) => Array.isArray(scores) && scores.length === calls,
  },
  {
    name: "waiting",
    tells: "a request that is answered by a callback 50 ms later",
    document: waitingPlaybook,
    inputs: {},
    isRight: ({ score }) => isScore(score),
  },
];

function isScore(value: unknown): boolean {
  return Number(Array.isArray(value) ? value[0] : value) === 91;
}

/** Says why an answer is not that of a run that succeeded with the right outputs; null when it is. */
export function wrongIn(workload: Workload, status: number, body: unknown): string | null {
  if (status === 200 && typeof body === "object" && body !== null && "outputs" in body) {
    const { outputs } = body;
    if (typeof outputs === "object" && outputs !== null && workload.isRight({ ...outputs }))
      return null;
  }
  return `${status} ${JSON.stringify(body)}`;
}
