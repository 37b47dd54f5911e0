import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { fieldErrors, refusalOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { FormOptions, Integration, SavedConnection } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import {
  checkValues,
  type FieldErrors,
  type FieldKey,
  fieldKeyOf,
  serverFieldErrors,
  testBlockers,
} from "./check-values.ts";
import { type FormValues, newValues, placeChanged, savedValues, toForm } from "./form-values.ts";
import { useConnectionTest } from "./use-connection-test.ts";

interface EditorInput {
  readonly integration: Integration;
  readonly options: FormOptions;
  readonly saved: SavedConnection | null;
  readonly onSaved: () => void;
}

/** Values, errors, test and saving of the connection form. */
export function useConnectionEditor({ integration, options, saved, onSaved }: EditorInput) {
  const definitions = integration.parameterDefinitions;
  // What was read when the window opened; a refetch in the background must not move it.
  const [baseline] = useState(() => (saved ? savedValues(saved, definitions) : null));
  const [values, setValues] = useState<FormValues>(() => baseline ?? newValues());
  const [edited, setEdited] = useState(false);
  const [touched, setTouched] = useState<ReadonlySet<FieldKey>>(new Set());
  const [attempted, setAttempted] = useState(false);
  const [fromServer, setFromServer] = useState<FieldErrors>({});
  const form = useRef<HTMLFormElement>(null);
  const refreshed = useRefresh(trpc.integrations.pathKey(), trpc.connections.list.pathKey());
  const tester = useConnectionTest();

  const changed = placeChanged(values, baseline);
  const internalSiteIds = options.sites
    .filter((site) => site.kind === "internal")
    .map((site) => site.id);
  const local = checkValues(values, { saved: baseline, definitions, internalSiteIds });
  const shownLocal = Object.fromEntries(
    Object.entries(local).filter(([key]) => attempted || touched.has(key as FieldKey)),
  );
  const errors: FieldErrors = { ...shownLocal, ...fromServer };

  const change = (part: Partial<FormValues>) => {
    setValues((known) => ({ ...known, ...part }));
    setEdited(true);
    setFromServer((known) =>
      Object.fromEntries(
        Object.entries(known).filter(([key]) => !((key.split(".")[0] ?? "") in part)),
      ),
    );
    // The name alone does not change what was tested.
    if (Object.keys(part).some((key) => key !== "name")) tester.invalidate();
  };

  const focusFirstError = () =>
    requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
      wrong?.focus();
    });

  /** False, with the first wrong field in focus, when the form cannot be sent. */
  const ready = (blockers: FieldErrors): boolean => {
    setAttempted(true);
    if (Object.keys(blockers).length === 0) return true;
    focusFirstError();
    return false;
  };

  const done = {
    onSuccess: refreshed(onSaved),
    onError: (error: unknown) => {
      const named = serverFieldErrors(fieldErrors(error));
      setFromServer(named);
      if (Object.keys(named).length > 0) focusFirstError();
    },
  };
  const create = useMutation(trpc.connections.create.mutationOptions(done));
  const update = useMutation(trpc.connections.update.mutationOptions(done));
  const save = saved ? update : create;
  const body = () => toForm(values, definitions, baseline);
  const refusal = refusalOf(save.error);

  return {
    form,
    values,
    errors,
    edited,
    baseline,
    changed,
    change,
    tester,
    /** The person has left a field. Passing through an empty one is no mistake yet. */
    touch: (id: string, text: string) => {
      const key = fieldKeyOf(id.replace(/^connection-/, "").replace("-", "."));
      if (key !== null && text !== "")
        setTouched((known) => (known.has(key) ? known : new Set([...known, key])));
    },
    test: () => {
      if (!ready(testBlockers(local, values))) return;
      tester.start({
        integrationId: integration.id,
        connectionId: saved?.id ?? null,
        form: body(),
      });
    },
    save: () => {
      if (!ready(local)) return;
      if (saved) update.mutate({ id: saved.id, version: saved.version, form: body() });
      else create.mutate({ integrationId: integration.id, form: body() });
    },
    saving: save.isPending,
    /** Another person saved in the meantime. */
    conflict: refusal?.code === "CONFLICT" && Object.keys(fromServer).length === 0,
    /** A refusal that no field shows. */
    saveError: save.error && Object.keys(fromServer).length === 0 ? save.error : null,
  };
}

export type ConnectionEditorState = ReturnType<typeof useConnectionEditor>;
