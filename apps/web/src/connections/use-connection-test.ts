import type { TraceStep } from "@callbook/core/failure";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { newTestKey } from "../api/test-key.ts";
import { client, trpc } from "../api/trpc.ts";
import type { ConnectionForm, TestOutcome } from "../api/types.ts";
import { useLive } from "../live/index.ts";

export type ConnectionTest =
  | { readonly state: "untested" }
  | { readonly state: "testing"; readonly testKey: string; readonly trace: readonly TraceStep[] }
  /** `acknowledged`: the alert has been closed, so the mark may show. */
  | { readonly state: "ended"; readonly outcome: TestOutcome; readonly acknowledged: boolean }
  /** The test itself could not be asked for. */
  | { readonly state: "refused"; readonly error: unknown };

interface TestInput {
  readonly integrationId: number;
  readonly connectionId: number | null;
  readonly form: ConnectionForm;
}

/** Runs Test Connection on the form as it stands. An edit makes its outcome void. */
export function useConnectionTest() {
  const [test, setTest] = useState<ConnectionTest>({ state: "untested" });
  // The answer of a test that was cancelled or outdated by an edit must change nothing.
  const current = useRef<string | null>(null);
  const ask = useMutation(
    trpc.connections.test.mutationOptions({ trpc: { context: { alone: true } } }),
  );

  const testKey = test.state === "testing" ? test.testKey : null;
  useLive(testKey === null ? null : `connection-test:${testKey}`, (message) => {
    if (!("trace" in message)) return;
    setTest((known) =>
      known.state === "testing" && message.topic === `connection-test:${known.testKey}`
        ? { ...known, trace: message.trace }
        : known,
    );
  });

  const stop = () => {
    const key = current.current;
    current.current = null;
    // Nobody waits for the answer: the outcome of a stopped test is not shown.
    if (key !== null) client.connections.cancelTest.mutate({ testKey: key }).catch(() => undefined);
  };
  const latestStop = useRef(stop);
  useEffect(() => () => latestStop.current(), []);

  const start = ({ integrationId, connectionId, form }: TestInput) => {
    if (current.current !== null) return;
    const key = newTestKey();
    current.current = key;
    setTest({ state: "testing", testKey: key, trace: [] });
    const isCurrent = () => current.current === key;
    ask.mutate(
      { integrationId, form, testKey: key, connectionId: connectionId ?? undefined },
      {
        onSuccess: (outcome) => {
          if (!isCurrent()) return;
          current.current = null;
          setTest({ state: "ended", outcome, acknowledged: false });
        },
        onError: (error) => {
          if (!isCurrent()) return;
          current.current = null;
          setTest({ state: "refused", error });
        },
      },
    );
  };

  return {
    test,
    start,
    /** Stops a running test. */
    cancel: () => {
      stop();
      setTest({ state: "untested" });
    },
    /** The form has changed: whatever was tested is not what stands there. */
    invalidate: () => {
      stop();
      setTest((known) => (known.state === "untested" ? known : { state: "untested" }));
    },
    acknowledge: () =>
      setTest((known) => (known.state === "ended" ? { ...known, acknowledged: true } : known)),
  };
}
