import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { errorTextOf, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { useSessionState } from "../shell/session.ts";
import { buttonClass, Field, LoadingRows, TextField } from "../ui/index.ts";
import { DoorForm } from "./door-form.tsx";
import { DoorFrame } from "./door-frame.tsx";
import { PasswordField } from "./password-field.tsx";

/** The first start: whoever fills this in becomes the owner of the installation. */
export function SetupPage() {
  const session = useSessionState();
  return (
    <DoorFrame
      title="Set up Callbook"
      note="The first account owns this installation and can add other people."
    >
      <QueryView query={session} loading={<LoadingRows rows={4} height={52} />}>
        {(state) =>
          state.setup === "done" ? (
            <>
              <p className="mb-4">This installation already has an owner.</p>
              <a href="/sign-in" className={buttonClass("primary", "lg")}>
                To the sign-in
              </a>
            </>
          ) : (
            <SetupForm withCode={state.setupCodeRequired} />
          )
        }
      </QueryView>
    </DoorFrame>
  );
}

function SetupForm({ withCode }: { readonly withCode: boolean }) {
  const [form, setForm] = useState({ name: "", email: "", password: "", code: "" });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const setup = useMutation(
    trpc.session.setup.mutationOptions({ onSuccess: () => location.assign("/playbooks") }),
  );
  const errors = fieldErrors(setup.error);
  const shownAtField = Object.keys(errors).some((path) => path in form);
  const submit = () => {
    const { code, ...person } = form;
    setup.mutate(withCode ? { ...person, code } : person);
  };
  return (
    <DoorForm
      submitLabel="Create the owner account"
      busy={setup.isPending || setup.isSuccess}
      error={shownAtField ? null : errorTextOf(setup)}
      onSubmit={submit}
    >
      <Field label="Your name" required error={errors.name}>
        {(control) => (
          <TextField
            {...control}
            autoComplete="name"
            value={form.name}
            onChange={(name) => change({ name })}
            autoFocus
          />
        )}
      </Field>
      <Field label="E-mail" required error={errors.email}>
        {(control) => (
          <TextField
            {...control}
            type="email"
            autoComplete="username"
            value={form.email}
            onChange={(email) => change({ email })}
          />
        )}
      </Field>
      <PasswordField
        value={form.password}
        onChange={(password) => change({ password })}
        error={errors.password}
        hint="At least 8 characters."
        purpose="new-password"
      />
      {withCode && (
        <Field
          label="One-time code"
          required
          error={errors.code}
          hint="The server printed it at its start, since it listens beyond this machine."
        >
          {(control) => (
            <TextField
              {...control}
              mono
              value={form.code}
              onChange={(code) => change({ code: code.trim() })}
            />
          )}
        </Field>
      )}
    </DoorForm>
  );
}
