import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { mayPass } from "../api/refusal.ts";
import { client, trpc } from "../api/trpc.ts";
import type { Outputs } from "../api/types.ts";
import { type PageCatalogue, useCatalogueOf } from "../catalogue/index.ts";
import { useLive } from "../live/index.ts";
import { emptyLog, type FollowedLog, withEvents } from "./run-follower.ts";

export type RunDetails = Outputs["runs"]["get"];

export interface FollowedRun extends FollowedLog {
  readonly details: RunDetails;
  /** What its revision was published with. */
  readonly catalogue: PageCatalogue;
}

export interface RunQuery {
  readonly data: FollowedRun | undefined;
  readonly error: unknown;
  readonly refetch: () => void;
}

/** One run, live: its details and catalogue once, its log as it grows. `runId` null: nothing. */
export function useRun(runId: number | null): RunQuery {
  const details = useQuery({
    ...trpc.runs.get.queryOptions({ id: runId ?? 0 }),
    enabled: runId !== null,
  });
  const followed = useLog(runId);
  const catalogue = useCatalogueOf(details.data?.catalogueId);
  const { refetch } = details;
  const ended = followed.log?.state.finishedAt ?? null;
  // What only the row says (outputs, who may cancel) changes when the run ends.
  useEffect(() => {
    if (ended !== null && runId !== null) void refetch();
  }, [ended, runId, refetch]);
  const isThere = details.data !== undefined && catalogue.data !== undefined;
  return {
    data:
      isThere && followed.log !== null && runId !== null
        ? { details: details.data, catalogue: catalogue.data, ...followed.log }
        : undefined,
    error: details.error ?? followed.error ?? catalogue.error,
    refetch: () => {
      void details.refetch();
      catalogue.refetch();
      followed.again();
    },
  };
}

/** After which a log that could not be read is asked for again. */
const AGAIN_MS = 2_000;

interface LogState {
  readonly log: FollowedLog | null;
  readonly error: unknown;
  readonly again: () => void;
}

function useLog(runId: number | null): LogState {
  const [shown, setShown] = useState<{
    runId: number | null;
    log: FollowedLog | null;
    error: unknown;
  }>({
    runId,
    log: null,
    error: null,
  });
  const log = useRef<{ runId: number | null; value: FollowedLog }>({
    runId: null,
    value: emptyLog,
  });

  const later = useRef<ReturnType<typeof setTimeout>>(undefined);

  const catchUp = useCallback(async () => {
    clearTimeout(later.current);
    if (runId === null) return;
    try {
      for (let more = true; more && log.current.runId === runId; ) {
        const afterSeq = log.current.value.state.seq;
        const events = await client.runs.events.query({ id: runId, afterSeq });
        if (log.current.runId !== runId) return;
        const followed = withEvents(log.current.value, events);
        if (followed.kind !== "same") log.current.value = followed.log;
        more = followed.kind === "grown" && events.length >= 1000;
      }
      setShown({ runId, log: log.current.value, error: null });
    } catch (error) {
      if (log.current.runId !== runId) return;
      const isUnread = log.current.value.state.seq === 0;
      setShown((before) => ({ ...before, runId, error: isUnread ? error : null }));
      // Nothing else would ask again: without a log nobody listens, and behind a gap nothing may follow.
      if (mayPass(error)) later.current = setTimeout(() => void catchUp(), AGAIN_MS);
    }
  }, [runId]);

  useEffect(() => {
    log.current = { runId, value: emptyLog };
    setShown({ runId, log: null, error: null });
    void catchUp();
    return () => clearTimeout(later.current);
  }, [runId, catchUp]);

  const mine = shown.runId === runId ? shown : { log: null, error: null };
  useLive(
    runId === null || mine.log === null ? null : `run:${runId}@${mine.log.state.seq}`,
    (message) => {
      if (!("events" in message) || log.current.runId !== runId) return;
      const followed = withEvents(log.current.value, message.events);
      if (followed.kind === "same") return;
      log.current.value = followed.log;
      setShown({ runId, log: followed.log, error: null });
      if (followed.kind === "gap") void catchUp();
    },
  );
  return { log: mine.log, error: mine.error, again: () => void catchUp() };
}
