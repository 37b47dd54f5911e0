/** A connection as other parts may see it. */

/** Public part of a connection, safe to show and to log. */
export interface ConnectionView {
  readonly id: number;
  readonly name: string;
  readonly integrationId: number;
  readonly integrationKey: string;
  readonly integrationName: string;
  readonly requestUrl: string;
  readonly authMethod: "none" | "basic" | "bearer";
  readonly username: string;
  readonly testPath: string;
  readonly testMethod: "GET" | "HEAD" | "OPTIONS";
  readonly allowedAddress: string;
  /** Origins beside that of the Request URL to which its sensitive values may go; left out: none. */
  readonly secretOrigins?: readonly string[];
  readonly version: number;
}

/** What a connection holds for one send. Lives only inside the server, for the time of a call. */
export interface ConnectionWithSecrets {
  readonly connection: ConnectionView;
  readonly password: string | null;
  readonly bearerToken: string | null;
  /** Custom parameters by normalised name (DOC_TEST). Value type follows the field type; json is parsed. */
  readonly parameters: ReadonlyMap<string, ConnectionParameterValue>;
}

export interface ConnectionParameterValue {
  readonly value: import("../json/index.ts").Json;
  readonly sensitive: boolean;
}
