import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { newTestKey } from "../api/test-key.ts";
import { client, trpc } from "../api/trpc.ts";
import type { TestResult } from "../api/types.ts";

export type CommandTest =
  | { readonly state: "idle" }
  | { readonly state: "running" }
  | { readonly state: "ended"; readonly result: TestResult }
  | { readonly state: "refused"; readonly error: unknown };

interface CommandTestInput {
  readonly integrationId: number;
  readonly command: string;
  readonly connectionId: number;
  readonly parameter: Record<string, string>;
}

/** Runs one command on one connection, outside of any playbook. Can be cancelled. */
export function useCommandTest() {
  const [test, setTest] = useState<CommandTest>({ state: "idle" });
  const current = useRef<string | null>(null);
  const ask = useMutation(
    trpc.commands.test.mutationOptions({ trpc: { context: { alone: true } } }),
  );

  const stop = () => {
    const key = current.current;
    current.current = null;
    // The answer of a stopped test is not shown, whether or not it could be stopped in time.
    if (key !== null) client.commands.cancelTest.mutate({ testKey: key }).catch(() => undefined);
  };
  const latestStop = useRef(stop);
  useEffect(() => () => latestStop.current(), []);

  const run = (input: CommandTestInput) => {
    if (current.current !== null) return;
    const testKey = newTestKey();
    current.current = testKey;
    setTest({ state: "running" });
    ask.mutate(
      { ...input, testKey },
      {
        onSuccess: (result) => {
          if (current.current !== testKey) return;
          current.current = null;
          setTest({ state: "ended", result });
        },
        onError: (error) => {
          if (current.current !== testKey) return;
          current.current = null;
          setTest({ state: "refused", error });
        },
      },
    );
  };
  const cancel = () => {
    stop();
    setTest({ state: "idle" });
  };
  return { test, run, cancel };
}
