import { expect, test } from "vitest";
import { jsonResponse } from "../../../../local/twilio/http/messages.ts";
import { matchRoute, type Route } from "../../../../local/twilio/http/router.ts";

const handle = () => jsonResponse(200, {});
const routes: Route[] = [
  { method: "GET", path: "/v1/Things/{IG}", handle },
  { method: "GET", path: "/v1/Things/{Name}.json", handle },
  { method: "DELETE", path: "/v1/Things/{IG}", handle },
  { method: "POST", path: "/v1/Things/{Name}/Parts (a+b)", handle },
];
const sid = `IG${"aB3".repeat(10)}12`;

test("a SID placeholder takes a SID of its prefix and nothing else", () => {
  expect(matchRoute(routes, "GET", `/v1/Things/${sid}`)).toMatchObject({ kind: "route", at: { IG: sid } });
  for (const other of ["IG12", `WW${sid.slice(2)}`, `${sid}0`, `${sid}/`, sid.toLowerCase()]) {
    expect(matchRoute(routes, "GET", `/v1/Things/${other}`)).toEqual({ kind: "none" });
  }
});

test("any other placeholder takes one segment, decoded", () => {
  expect(matchRoute(routes, "GET", "/v1/Things/a%20b.json")).toMatchObject({ at: { Name: "a b" } });
  expect(matchRoute(routes, "GET", "/v1/Things/%zz.json")).toMatchObject({ at: { Name: "%zz" } });
  expect(matchRoute(routes, "GET", "/v1/Things/a/b.json")).toEqual({ kind: "none" });
  expect(matchRoute(routes, "GET", "/v1/Things/axjson")).toEqual({ kind: "none" });
});

test("what isn't a placeholder is meant literally", () => {
  expect(matchRoute(routes, "POST", "/v1/Things/x/Parts (a+b)").kind).toBe("route");
  expect(matchRoute(routes, "POST", "/v1/Things/x/Parts aab").kind).toBe("none");
});

test("a method that isn't there names those that are, and HEAD is GET", () => {
  expect(matchRoute(routes, "PUT", `/v1/Things/${sid}`)).toEqual({ kind: "other methods", methods: ["GET", "DELETE"] });
  expect(matchRoute(routes, "HEAD", `/v1/Things/${sid}`)).toMatchObject({ kind: "route", route: { method: "GET" } });
});
