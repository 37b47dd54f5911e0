import { describe, expect, it } from "vitest";
import { makeCertificate } from "../testing/certificates.ts";
import { sendTo, testDoor } from "../testing/door.ts";
import { closedPort, serveHttp, serveTcp } from "../testing/servers.ts";

const post = { method: "POST", body: Buffer.from("{}") };

describe("an answer", () => {
  it("comes with status, headers and body, and a trace of the steps", async () => {
    const server = await serveHttp((_request, response) => {
      response.setHeader("X-Thing", ["a", "b"]);
      response.writeHead(201).end("made");
    });
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/x`);
    if (!result.ok) throw new Error(result.fault.message);
    expect(result.response.status).toBe(201);
    expect(result.response.headers).toMatchObject({ "x-thing": "a, b" });
    expect(Buffer.from(result.response.body).toString()).toBe("made");
    expect(result.trace.map(({ step, state }) => `${step} ${state}`)).toEqual([
      "dns passed",
      "tls passed",
      "request passed",
    ]);
    for (const { durationMs } of result.trace) expect(durationMs).toBeGreaterThanOrEqual(0);
  });

  it("over TLS needs a certificate of a known authority for this host", async () => {
    const authority = makeCertificate({ name: "Test Authority", isAuthority: true });
    const issuer = { name: "Test Authority", certificate: authority };
    const good = makeCertificate({ name: "api.example.test", hosts: ["api.example.test"], issuer });
    const server = await serveHttp((_request, response) => response.end("over TLS"), good);
    const door = testDoor({
      lookup: async () => ["127.0.0.1"],
      extraAuthorities: [authority.cert],
    });
    const result = await sendTo(door, `https://api.example.test:${server.port}/`);
    if (!result.ok) throw new Error(result.fault.message);
    expect(Buffer.from(result.response.body).toString()).toBe("over TLS");
    expect(result.trace[1]?.detail).toContain("TLSv1.3");
  });

  it("HEAD and 204 have no body, whatever their headers say", async () => {
    const server = await serveHttp((request, response) => {
      response.writeHead(request.method === "HEAD" ? 200 : 204, {
        "content-encoding": "gzip",
        "content-length": request.method === "HEAD" ? "50" : "0",
      });
      response.end();
    });
    for (const method of ["HEAD", "GET"]) {
      const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, { method });
      if (!result.ok) throw new Error(result.fault.message);
      expect(result.response.body.length).toBe(0);
    }
  });
});

describe("a connection that does not come about", () => {
  it("a host name that does not exist is F-DNS", async () => {
    const result = await sendTo(testDoor(), "http://no-such-host.invalid/");
    expect(result).toMatchObject({
      ok: false,
      sent: false,
      fault: { class: "F-DNS", statusCode: 503, step: "dns" },
    });
    if (!result.ok) {
      expect(result.fault.message).toContain(
        "Host name no-such-host.invalid could not be resolved",
      );
    }
  });

  it("A31: a closed port is F-REFUSED with host and port", async () => {
    const port = await closedPort();
    const result = await sendTo(testDoor(), `http://127.0.0.1:${port}/`, post);
    expect(result).toMatchObject({
      ok: false,
      sent: false,
      fault: {
        class: "F-REFUSED",
        statusCode: 503,
        message: `Connection refused by 127.0.0.1:${port}`,
      },
    });
  });

  const past = new Date("2020-02-03T00:00:00Z");
  const older = new Date("2019-01-01T00:00:00Z");
  const authority = makeCertificate({ name: "Private Authority", isAuthority: true });
  const issuer = { name: "Private Authority", certificate: authority };
  it.each([
    [
      "expired",
      makeCertificate({ name: "x", hosts: ["127.0.0.1"], issuer, validFrom: older, validTo: past }),
      true,
      "TLS: certificate expired on 2020-02-03",
    ],
    [
      "not yet valid",
      makeCertificate({
        name: "x",
        hosts: ["127.0.0.1"],
        issuer,
        validFrom: new Date("2090-05-06T00:00:00Z"),
        validTo: new Date("2091-01-01T00:00:00Z"),
      }),
      true,
      "TLS: certificate is not valid before 2090-05-06",
    ],
    [
      "for another host",
      makeCertificate({ name: "x", hosts: ["other.example.test"], issuer }),
      true,
      "TLS: certificate is for other.example.test, not for 127.0.0.1",
    ],
    [
      "self-signed",
      makeCertificate({ name: "x", hosts: ["127.0.0.1"] }),
      true,
      "TLS: certificate is self-signed",
    ],
    [
      "of an unknown authority",
      makeCertificate({ name: "x", hosts: ["127.0.0.1"], issuer }),
      false,
      "TLS: certificate is signed by an unknown authority (Private Authority)",
    ],
  ])(
    "a certificate that is %s is F-TLS, and no byte of the request leaves",
    async (_name, certificate, trusts, message) => {
      let requests = 0;
      const server = await serveHttp(() => {
        requests += 1;
      }, certificate);
      const door = testDoor(trusts ? { extraAuthorities: [authority.cert] } : {});
      const result = await sendTo(door, `https://127.0.0.1:${server.port}/`, post);
      expect(result).toMatchObject({
        ok: false,
        sent: false,
        fault: { class: "F-TLS", statusCode: 502, step: "tls", message },
      });
      expect(requests).toBe(0);
    },
  );

  it("https to a port that speaks plain HTTP is F-TLS", async () => {
    const server = await serveHttp((_request, response) => response.end("plain"));
    const result = await sendTo(testDoor(), `https://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({ ok: false, fault: { class: "F-TLS", step: "tls" } });
  });

  it("a TLS handshake that is cut off is F-TLS", async () => {
    const server = await serveTcp((socket) => socket.once("data", () => socket.end()));
    const result = await sendTo(testDoor(), `https://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({ ok: false, fault: { class: "F-TLS" } });
    if (!result.ok)
      expect(result.fault.message).toContain("closed the connection during the handshake");
  });
});
