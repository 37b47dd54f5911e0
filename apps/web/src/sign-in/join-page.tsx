import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { errorTextOf, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { KeyValue, LoadingRows } from "../ui/index.ts";
import { DoorForm } from "./door-form.tsx";
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
  return (
    <DoorFrame title="Choose a password" note="This link works once.">
      <QueryView query={invitation} loading={<LoadingRows rows={3} height={40} />}>
        {(person) => (
          <DoorForm
            submitLabel="Set password and sign in"
            busy={join.isPending || join.isSuccess}
            incomplete={password === ""}
            error={passwordError === undefined ? errorTextOf(join) : null}
            onSubmit={() => join.mutate({ token, password })}
          >
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
          </DoorForm>
        )}
      </QueryView>
    </DoorFrame>
  );
}
