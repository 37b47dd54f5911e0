import { authenticationWarnings, BEARER_HELP_URL } from "@callbook/core/connection";
import { cx, Field, SegmentedControl, Select, Switch, TextArea, TextField } from "../ui/index.ts";
import { fieldId } from "./check-values.ts";
import { type FormValues, shownSecret } from "./form-values.ts";
import type { SectionProps } from "./general-fields.tsx";
import { SecretField } from "./secret-field.tsx";

const methods = [
  { value: "none", label: "None" },
  { value: "basic", label: "Basic Authentication" },
  { value: "bearer", label: "Bearer Authentication" },
] as const;
const testMethods = (["GET", "HEAD", "OPTIONS"] as const).map((value) => ({ value, label: value }));

interface RestFieldsProps extends SectionProps {
  /** The saved connection; null for a new one. */
  readonly saved: FormValues | null;
  /** Stored secrets do not count any more: they were typed for another place. */
  readonly changed: boolean;
  readonly mayManage: boolean;
}

/** The section "REST API": where requests go, and as whom. */
export function RestFields({
  values,
  errors,
  onChange,
  saved,
  changed,
  mayManage,
}: RestFieldsProps) {
  const stored = (field: "password" | "bearerToken") => saved?.[field].kind === "kept" && !changed;
  const typed = (secret: FormValues["password"]) => (secret.kind === "typed" ? secret.text : null);
  const warnings = authenticationWarnings(values.requestUrl, {
    method: values.authMethod,
    username: values.username,
    password: typed(values.password),
    bearerToken: typed(values.bearerToken),
  });
  const warning = (field: string) => warnings.find((known) => known.field === field)?.message;
  const retype =
    changed && saved !== null
      ? "Address or authentication changed: stored secrets are cleared and must be typed again."
      : undefined;
  return (
    <>
      <Field
        id={fieldId("requestUrl")}
        className="col-span-2"
        label="Request URL"
        required
        error={errors.requestUrl}
        hint={retype}
      >
        {(control) => (
          <TextField
            {...control}
            mono
            inputMode="url"
            placeholder="https://api.example.net/v2"
            value={values.requestUrl}
            onChange={(requestUrl) => onChange({ requestUrl })}
          />
        )}
      </Field>
      <Field
        id={fieldId("authMethod")}
        group
        className={cx(values.authMethod === "bearer" ? "max-xl:col-span-2" : "col-span-2")}
        label="Authentication method"
        error={errors.authMethod}
      >
        {(control) => (
          <SegmentedControl
            {...control}
            value={values.authMethod}
            options={methods}
            onChange={(authMethod) =>
              onChange({
                authMethod,
                username: "",
                password: { kind: "empty" },
                bearerToken: { kind: "empty" },
                ...(saved?.authMethod === authMethod
                  ? {
                      username: saved.username,
                      password: saved.password,
                      bearerToken: saved.bearerToken,
                    }
                  : {}),
              })
            }
          />
        )}
      </Field>
      {values.authMethod === "basic" && (
        <>
          <Field id={fieldId("username")} label="User Name" required error={errors.username}>
            {(control) => (
              <TextField
                {...control}
                value={values.username}
                onChange={(username) => onChange({ username })}
              />
            )}
          </Field>
          <SecretField
            id={fieldId("password")}
            label="Password"
            required
            value={shownSecret(values.password, changed)}
            stored={stored("password")}
            error={errors.password}
            hint={<Warning text={warning("password")} />}
            onChange={(password) => onChange({ password })}
          />
        </>
      )}
      {values.authMethod === "bearer" && (
        <div className="max-xl:col-span-2">
          <SecretField
            id={fieldId("bearerToken")}
            label="Bearer Token"
            required
            value={shownSecret(values.bearerToken, changed)}
            stored={stored("bearerToken")}
            error={errors.bearerToken}
            hint={<BearerHint warning={warning("bearerToken")} />}
            onChange={(bearerToken) => onChange({ bearerToken })}
          />
        </div>
      )}
      <Field id={fieldId("testPath")} label="Test path" error={errors.testPath}>
        {(control) => (
          <TextField
            {...control}
            mono
            placeholder="none, the Request URL itself"
            value={values.testPath}
            onChange={(testPath) => onChange({ testPath })}
          />
        )}
      </Field>
      <Field id={fieldId("testMethod")} label="Test method" error={errors.testMethod}>
        {(control) => (
          <Select
            {...control}
            value={values.testMethod}
            options={testMethods}
            onChange={(value) => {
              const chosen = testMethods.find((known) => known.value === value);
              if (chosen) onChange({ testMethod: chosen.value });
            }}
          />
        )}
      </Field>
      {mayManage && (
        <Field
          id={fieldId("allowedAddress")}
          label="Allowed address"
          error={errors.allowedAddress}
          hint="One private or loopback host:port that this connection may reach. Changes are audited."
        >
          {(control) => (
            <TextField
              {...control}
              mono
              placeholder="none"
              value={values.allowedAddress}
              onChange={(allowedAddress) => onChange({ allowedAddress })}
            />
          )}
        </Field>
      )}
      {mayManage && (
        <Field
          id={fieldId("secretOrigins")}
          label="Also send secrets to"
          error={errors.secretOrigins}
          hint="Origins beside that of the Request URL, one a line, to which templates may take secrets of this connection. Changes are audited."
        >
          {(control) => (
            <TextArea
              {...control}
              mono
              rows={1}
              placeholder="none, such as https://login.example.net:8443"
              value={values.secretOrigins}
              onChange={(secretOrigins) => onChange({ secretOrigins })}
            />
          )}
        </Field>
      )}
      <div className="self-center">
        <Switch
          label="Enable Password Vault"
          hint="No password vault is connected to this installation."
          checked={false}
          disabled
          onChange={() => undefined}
        />
      </div>
    </>
  );
}

function Warning({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return <span className="block font-medium text-part">{text}.</span>;
}

function BearerHint({ warning }: { readonly warning: string | undefined }) {
  return (
    <>
      <Warning text={warning} />
      Sent as in{" "}
      <a href={BEARER_HELP_URL} target="_blank" rel="noreferrer" className="text-link underline">
        RFC 6750, bearer token usage
      </a>
    </>
  );
}
