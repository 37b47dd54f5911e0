import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  authenticationWarnings,
  authorizationHeader,
  checkBearerToken,
  checkCredentials,
} from "./authentication.ts";
import { effectiveUrl } from "./effective-url.ts";
import {
  type ConnectionFormFields,
  checkAllowedAddress,
  checkConnectionForm,
  checkConnectionName,
  checkRequestUrl,
  checkTestPath,
  mustRetypeSecrets,
} from "./form.ts";
import { checkHeaderName, checkHeaderValue, headerRows } from "./header-rules.ts";
import { checkParameterName, normaliseParameterName } from "./parameter-name.ts";
import { checkParameterValue } from "./parameter-value.ts";

describe("the normalised name of a custom parameter", () => {
  test.each([
    ["DOC Test", "DOC_TEST"],
    [" api-key ", "API_KEY"],
    ["x.y  z", "X_Y_Z"],
    ["1st token", "_1ST_TOKEN"],
    ["body", "BODY"],
    ["ＦＵＬＬ width", "FULL_WIDTH"],
    ["__a__", "A"],
    ["grün", "GR_N"],
    ["***", null],
    ["", null],
    ["日本", null],
  ])("A38: of %j is %s", (displayName, name) => {
    expect(normaliseParameterName(displayName)).toBe(name);
  });

  test.each([
    ["***", "The name needs a letter or digit"],
    ["RestAPI url", "RESTAPI_URL is the name of a standard parameter"],
    ["doc  test", "Another parameter is already called DOC_TEST"],
    ["Doc Test 2", null],
  ])("%j beside DOC_TEST is judged: %s", (displayName, message) => {
    expect(checkParameterName(displayName, ["DOC_TEST"])).toBe(message);
  });
});

describe("the URL that is sent", () => {
  test.each([
    ["B8", "https://h/api", "v1/x", "https://h/api/v1/x"],
    ["B8", "https://h/api", "/v1/x", "https://h/api/v1/x"],
    ["B8", "https://h/api/", "/v1/x", "https://h/api/v1/x"],
    ["B8", "https://h", "x?b=2", "https://h/x?b=2"],
    ["B8", "https://h/api?k=1", "x?b=2", "https://h/api/x?k=1&b=2"],
    ["B8", "https://h/api?k=1", "?b=2", "https://h/api?k=1&b=2"],
    ["B8", "https://h/api?k=1", "?k=2", "https://h/api?k=1&k=2"],
    ["B7", "https://h/api", "https://other/y", "https://other/y"],
    ["B7", "https://h/api", "HTTPS://H/y", "https://h/y"],
    ["B8", "https://h/api", "a b/ü", "https://h/api/a%20b/%C3%BC"],
    ["B8", "https://h/api", "localhost:8080/x", "https://h/api/localhost:8080/x"],
    ["B9", "https://h/api?k=1", "https://h/api?k=1", "https://h/api?k=1"],
    ["B8", "https://h/api/", "x#part", "https://h/api/x"],
    ["B8", "https://h/a/b", "../x", "https://h/a/x"],
    ["B8", "https://h/api", " x ", "https://h/api/x"],
  ])("%s: %s with %s is %s", (_id, requestUrl, commandUrl, url) => {
    expect(effectiveUrl(commandUrl, requestUrl)).toMatchObject({ ok: true, url });
  });

  test.each([
    ["https://h/api", "../admin"],
    ["https://h/api", "..%2fadmin/../../x"],
    ["https://h/api", "%2E%2e/admin"],
    ["https://h/api", "v1/../../x"],
    ["https://h/api", "..\\admin"],
    ["https://h", "../x"],
    ["https://h/api", "//evil.example/x"],
    ["https://h/api", "\\\\evil.example/x"],
    ["https://h/api", "ftp://h/x"],
    ["https://h/api", "file:///etc/passwd"],
    ["https://h/api", "javascript:alert(1)"],
    ["https://h/api", "https:evil.example"],
    ["https://h/api", "https://good@evil/"],
    ["https://h/api", "https://u:p@h/"],
    ["https://h/api", "x\r\ny"],
    ["https://h/api", "ht\ttps://evil/"],
    ["https://h/api", "https://[::1/"],
  ])("%s with %s is F-URL", (requestUrl, commandUrl) => {
    expect(effectiveUrl(commandUrl, requestUrl)).toMatchObject({ ok: false, class: "F-URL" });
  });

  test("B6: an empty URL is F-INPUT", () => {
    expect(effectiveUrl("  ", "https://h")).toEqual({
      ok: false,
      class: "F-INPUT",
      message: "URL is required",
    });
  });

  test.each([
    ["https://h/y", true],
    ["https://H:443/y", true],
    ["https://h:8443/y", false],
    ["http://h/y", false],
    ["https://h.evil/y", false],
    ["https://good\\@h/", false],
    ["x", true],
  ])("%s on https://h/api is at the connection's own origin: %s", (commandUrl, isOwnOrigin) => {
    expect(effectiveUrl(commandUrl, "https://h/api")).toMatchObject({ ok: true, isOwnOrigin });
  });

  test("a text that is not a complete URL never leaves the origin of the Request URL", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        fc.pre(!/^\s*https?:\/\//i.test(text));
        const result = effectiveUrl(text, "https://host.example/base");
        if (result.ok) expect(result.url).toMatch(/^https:\/\/host\.example\/base(?:$|[/?])/);
      }),
    );
  });
});

describe("headers", () => {
  test.each(["d3key", "X-Api-Key", "Authorization", "a!#$%&'*+.^_`|~1"])(
    "%s may be given",
    (name) => {
      expect(checkHeaderName(name)).toBeNull();
    },
  );

  test.each([
    "Host",
    "content-length",
    "Transfer-Encoding",
    "Connection",
    "Upgrade",
    "Proxy-Authorization",
    "a b",
    "a:b",
    "",
    "ü",
    "a\r\nb",
  ])("%j is refused", (name) => {
    expect(checkHeaderName(name)).not.toBeNull();
  });

  test.each(["a\r\nb", "a\nb", "a\0b", "€", "\u0007"])(
    "the value %j is refused without being repeated",
    (value) => {
      const message = checkHeaderValue("X-A", value);
      expect(message).toContain("X-A");
      expect(message).not.toContain(value);
    },
  );

  test("values are texts, numbers and booleans; rows keep their order", () => {
    expect(headerRows({ a: "x", b: 1, c: true })).toEqual({
      ok: true,
      rows: [
        ["a", "x"],
        ["b", "1"],
        ["c", "true"],
      ],
    });
    for (const bad of [[], "x", 1, null, { a: null }, { a: [] }, { a: {} }, { a: "1", A: "2" }]) {
      expect(headerRows(bad).ok).toBe(false);
    }
  });
});

describe("authentication", () => {
  const basic = { method: "basic", username: "u", password: "p", bearerToken: null } as const;
  const bearer = { method: "bearer", username: "", password: null, bearerToken: "t0k" } as const;

  test("A26: Basic sends base64 of user:password in UTF-8", () => {
    expect(authorizationHeader(basic)).toBe("Basic dTpw");
    expect(authorizationHeader({ ...basic, username: "ü", password: "€" })).toBe("Basic w7w64oKs");
  });

  test("A27: Bearer sends the token", () => {
    expect(authorizationHeader(bearer)).toBe("Bearer t0k");
  });

  test.each(["t0k", "abc-._~+/==", "A"])("A28: the token %s is possible", (token) => {
    expect(checkBearerToken(token)).toBeNull();
  });

  test.each(["a b", "", "=", "a=b", "ü", "a,b", "a\nb"])(
    "A28: the token %j is not, and is not repeated",
    (token) => {
      const message = checkBearerToken(token);
      expect(message).toContain("Bearer Token");
      if (token.length > 2) expect(message).not.toContain(token);
    },
  );

  test("A28: a bearer token over plain http is a warning", () => {
    expect(
      authenticationWarnings("http://h", { ...bearer, bearerToken: "long-enough" }),
    ).toMatchObject([{ field: "bearerToken", message: expect.stringContaining("RFC 6750") }]);
    expect(authenticationWarnings("https://h", { ...bearer, bearerToken: "long-enough" })).toEqual(
      [],
    );
  });

  test("a short secret is a warning, not a refusal", () => {
    expect(checkCredentials(bearer)).toBeNull();
    expect(authenticationWarnings("https://h", bearer)).toMatchObject([{ field: "bearerToken" }]);
  });

  test('a ":" in the user name is refused', () => {
    expect(checkCredentials({ ...basic, username: "a:b" })).toBe('User Name must not contain ":"');
  });
});

describe("the connection form", () => {
  const form: ConnectionFormFields = {
    name: "c1",
    scope: "site",
    siteId: 1,
    recipientSiteId: null,
    requestUrl: "https://h/api",
    authMethod: "none",
    username: "",
    testPath: "",
    allowedAddress: "",
    parameters: {},
  };
  const known = {
    stored: { password: false, bearerToken: false },
    takenNames: ["Taken"],
    internalSiteIds: [1, 2],
    parameters: [{ id: 7, displayName: "Limit", fieldType: "number", options: [] }],
  } as const;
  const paths = (
    change: Partial<ConnectionFormFields>,
    stored: { password: boolean; bearerToken: boolean } = known.stored,
  ): string[] =>
    checkConnectionForm({ ...form, ...change }, { ...known, stored }).map(({ path }) => path);

  test("without a fault has no problems", () => {
    expect(paths({})).toEqual([]);
  });

  test.each([
    ["A13: an empty name", { name: "  " }, ["name"]],
    ["A13: a name that is taken, ignoring case", { name: " taken " }, ["name"]],
    ["a name of 101 characters", { name: "x".repeat(101) }, ["name"]],
    ["no site", { siteId: null }, ["siteId"]],
    ["A17: shared without a recipient site", { scope: "share_internal" }, ["recipientSiteId"]],
    [
      "a recipient site that is a client's",
      { scope: "share_internal", recipientSiteId: 9 },
      ["recipientSiteId"],
    ],
    ["A23: an empty Request URL", { requestUrl: "" }, ["requestUrl"]],
    ["Basic without values", { authMethod: "basic" }, ["username", "password"]],
    ["Bearer without a token", { authMethod: "bearer" }, ["bearerToken"]],
    ["a cleared token", { authMethod: "bearer", bearerToken: null }, ["bearerToken"]],
    ["a test path that climbs", { testPath: "../x" }, ["testPath"]],
    ["a bad Allowed address", { allowedAddress: "10.0.0.0/8" }, ["allowedAddress"]],
    ["a parameter of the wrong type", { parameters: { "7": "many" } }, ["parameters.7"]],
  ] as [string, Partial<ConnectionFormFields>, string[]][])(
    "%s is told at its field",
    (_name, change, expected) => {
      expect(paths(change)).toEqual(expected);
    },
  );

  test("a stored secret that is left alone is enough", () => {
    expect(paths({ authMethod: "bearer" }, { password: false, bearerToken: true })).toEqual([]);
  });

  test.each([
    ["https://h/api", null],
    ["HTTP://h:8080", null],
    ["htp:/x", "must begin with http"],
    ["h/api", "must begin with http"],
    ["https://", "not a valid URL"],
    ["https://u@h/", "user name"],
    ["https://h/#x", "fragment"],
    ["https://{{connector.H}}/", "template"],
  ])("A24: the Request URL %s is judged: %s", (url, message) => {
    const said = checkRequestUrl(url);
    if (message === null) expect(said).toBeNull();
    else expect(said).toContain(message);
  });

  test.each(["siem.example.net:8443", "10.0.0.5:80", "[fd00::1]:443", " h:1 ", ""])(
    "Allowed address %j is possible",
    (text) => {
      expect(checkAllowedAddress(text)).toBeNull();
    },
  );

  test.each([
    "10.0.0.5",
    "10.0.0.0/8:80",
    "http://h:80",
    "h:0",
    "h:99999",
    "*:80",
    "h:80/x",
    "u@h:80",
    "a b:1",
    "{{connector.HOST}}:80",
  ])("Allowed address %j is not", (text) => {
    expect(checkAllowedAddress(text)).not.toBeNull();
  });

  test("the test path stays at the host of the Request URL", () => {
    expect(checkTestPath("status", "https://h/api")).toBeNull();
    expect(checkTestPath("https://other/", "https://h/api")).toContain("stay at the host");
  });

  test.each([
    ["menu", ["a"], "b", false],
    ["menu", ["a"], "a", true],
    ["json", [], "{", false],
    ["json", [], '{"a":1}', true],
    ["boolean", [], "yes", false],
    ["boolean", [], true, true],
    ["number", [], "12.5", true],
    ["number", [], true, false],
    ["text", [], "x", true],
  ] as const)("a %s parameter with options %j takes %j: %s", (fieldType, options, value, fits) => {
    const rule = { id: 1, displayName: "P", fieldType, options };
    expect(checkParameterValue(rule, value) === null).toBe(fits);
  });

  test("names are compared trimmed", () => {
    expect(checkConnectionName("a", [" A "])).toContain("already");
  });

  test.each([
    ["https://h/other", "basic", false],
    ["https://H:443/api", "basic", false],
    ["http://h/api", "basic", true],
    ["https://h2/api", "basic", true],
    ["https://h:444/api", "basic", true],
    ["https://h/api", "bearer", true],
  ] as const)(
    "moving to %s with %s asks for the secrets again: %s",
    (requestUrl, authMethod, expected) => {
      expect(
        mustRetypeSecrets(
          { requestUrl: "https://h/api", authMethod: "basic" },
          { requestUrl, authMethod },
        ),
      ).toBe(expected);
    },
  );
});
