import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorText, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { Button, ConfirmDialog, Field, Panel, TextField } from "../ui/index.ts";
import { type RunLogSettings, readDays } from "./kept-log.ts";

/** How long runs are kept; a shorter time is asked about, because what it deletes is gone. */
export function DaysToKeep({ settings }: { readonly settings: RunLogSettings }) {
  const { daysToKeep, leastDays, mostDays, defaultDays } = settings;
  const queries = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const save = useMutation(
    trpc.settings.setDaysToKeep.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.settings.pathKey() });
        setTyped(null);
      },
      onSettled: () => setAsking(false),
    }),
  );
  const text = typed ?? String(daysToKeep);
  const days = readDays(text);
  const isPossible = days !== null && days >= leastDays && days <= mostDays;
  const refused = fieldErrors(save.error)["days"] ?? (save.error ? errorText(save.error) : null);
  const error =
    typed !== null && !isPossible
      ? `Write a whole number from ${leastDays} to ${mostDays}.`
      : refused;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (days === null || !isPossible || days === daysToKeep) return;
    if (days < daysToKeep) setAsking(true);
    else save.mutate({ days });
  };
  return (
    <Panel title="How long runs are kept">
      <form onSubmit={submit} noValidate className="p-4">
        <Field
          label="Days to keep"
          required
          error={error}
          hint={`Runs are deleted a week at a time, with their events, results and logs, once the whole week lies further back. Runs that wait or are pinned stay. ${defaultDays} days unless you say otherwise.`}
        >
          {(control) => (
            <div className="flex items-center gap-2">
              <TextField
                {...control}
                inputMode="numeric"
                className="w-28"
                suffix={<span className="text-t2 text-text-3">days</span>}
                value={text}
                onChange={(next) => {
                  save.reset();
                  setTyped(next);
                }}
              />
              <Button
                type="submit"
                variant="primary"
                size="lg"
                disabled={!isPossible || days === daysToKeep}
                busy={save.isPending}
              >
                Save
              </Button>
              <output className="text-t2 text-text-3">
                {save.isSuccess && typed === null ? "Saved" : ""}
              </output>
            </div>
          )}
        </Field>
      </form>
      <ConfirmDialog
        open={asking && days !== null}
        onCancel={() => setAsking(false)}
        onConfirm={() => days !== null && save.mutate({ days })}
        title={`Keep runs for ${text.trim()} ${days === 1 ? "day" : "days"} only?`}
        confirmLabel="Keep them shorter"
        busy={save.isPending}
      >
        Until now they are kept for {daysToKeep} days. Older runs are deleted within the hour and
        cannot be brought back.
      </ConfirmDialog>
    </Panel>
  );
}
