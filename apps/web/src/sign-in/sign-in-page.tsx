import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { errorTextOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { safeNext } from "../shell/safe-next.ts";
import { useSessionState } from "../shell/session.ts";
import { Field, TextField } from "../ui/index.ts";
import { DoorForm } from "./door-form.tsx";
import { DoorFrame } from "./door-frame.tsx";
import { PasswordField } from "./password-field.tsx";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { next } = route.useSearch();
  const navigate = route.useNavigate();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const session = useSessionState();
  const setupNeeded = session.data?.setup === "needed";
  const signedIn = session.data?.user != null;
  // A full load starts the page with the new session and nothing left of an old one.
  const enter = () => location.assign(safeNext(next));
  const signIn = useMutation(trpc.session.signIn.mutationOptions({ onSuccess: enter }));

  useEffect(() => {
    if (setupNeeded) void navigate({ to: "/setup", replace: true });
    else if (signedIn) location.replace(safeNext(next));
  }, [setupNeeded, signedIn, next, navigate]);

  return (
    <DoorFrame title="Sign in">
      <DoorForm
        submitLabel="Sign in"
        busy={signIn.isPending || signIn.isSuccess}
        incomplete={email === "" || password === ""}
        error={errorTextOf(signIn)}
        onSubmit={() => signIn.mutate({ email, password })}
      >
        <Field label="E-mail" required>
          {(control) => (
            <TextField
              {...control}
              type="email"
              autoComplete="username"
              value={email}
              onChange={setEmail}
              autoFocus
            />
          )}
        </Field>
        <PasswordField value={password} onChange={setPassword} purpose="current-password" />
      </DoorForm>
    </DoorFrame>
  );
}
