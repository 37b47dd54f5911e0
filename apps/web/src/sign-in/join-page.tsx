import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { errorText, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { Button, KeyValue, LoadingRows } from "../ui/index.ts";
import { DoorFrame } from "./door-frame.tsx";
import { PasswordField } from "./password-field.tsx";

const route = getRouteApi("/join/$token");

/** A one-time link: its owner chooses a password and is signed in. */
export function JoinPage() {
  const { token } = route.useParams();
  const invitation = useQuery(trpc.session.invitation.queryOptions({ token }));
  const [password, setPassword] = useState("");
  const join = useMutation(
    trpc.session.join.mutationOptions({ onSuccess: () => location.assign("/playbooks") }),
  );
  const passwordError = fieldErrors(join.error).password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate({ token, password });
  };
  return (
    <DoorFrame title="Choose a password" note="This link works once.">
      <QueryView query={invitation} loading={<LoadingRows rows={3} height={40} />}>
        {(person) => (
          <form noValidate onSubmit={submit} className="space-y-4">
            <KeyValue
              keyWidth={60}
              pairs={[
                { key: "Name", value: person.name },
                { key: "E-mail", value: person.email },
              ]}
            />
            {/* Password managers file the new password under this name. */}
            <input type="hidden" name="username" autoComplete="username" value={person.email} />
            <PasswordField
              value={password}
              onChange={setPassword}
              purpose="new-password"
              error={passwordError}
              hint="At least 8 characters."
            />
            {join.error && passwordError === undefined && (
              <p role="alert" className="text-fail">
                {errorText(join.error)}
              </p>
            )}
            <Button
              type="submit"
              variant="primary"
              size="lg"
              className="w-full"
              busy={join.isPending || join.isSuccess}
              disabled={password === ""}
            >
              Set password and sign in
            </Button>
          </form>
        )}
      </QueryView>
    </DoorFrame>
  );
}
