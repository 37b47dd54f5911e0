import { useState } from "react";
import { Field, TextField } from "../ui/index.ts";

interface PasswordFieldProps {
  readonly label?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string;
  readonly purpose: "current-password" | "new-password";
}

/** A password with a button that shows it. */
export function PasswordField({
  label = "Password",
  value,
  onChange,
  error,
  hint,
  purpose,
}: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} required error={error} hint={error === undefined ? hint : undefined}>
      {(control) => (
        <TextField
          {...control}
          type={shown ? "text" : "password"}
          autoComplete={purpose}
          value={value}
          onChange={onChange}
          suffix={
            <button
              type="button"
              className="rounded-r1 px-1 text-t2 text-link hover:underline"
              onClick={() => setShown(!shown)}
            >
              {shown ? "Hide" : "Show"}
            </button>
          }
        />
      )}
    </Field>
  );
}
