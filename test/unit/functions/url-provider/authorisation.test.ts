import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { accessRule } from "../../../../functions/url-provider/access.ts";
import {
  type AccessRule,
  agentsHearOwn,
  anyOf,
  byRole,
  defaultAllowedRoles,
  isRolePattern,
  type Listener,
  type Ruling,
  type StoredRecording,
} from "../../../../functions/url-provider/authorisation.ts";
import type { Settings } from "../../../../functions/url-provider/settings.ts";
import { environment, json, recordingSid, stage, validAnswer, workerSid } from "./fixture.ts";

const otherWorker = `WK${"a1".repeat(16)}` as const;
const recordingOf = (...workers: StoredRecording["workers"]): StoredRecording => ({
  sid: recordingSid,
  workers,
  metadata: {},
});
/** What a rule comes to for one recording. */
const hears = (ruling: Ruling, recording = recordingOf(workerSid)) =>
  typeof ruling === "function" ? ruling(recording) : ruling === "allowed";

describe("roles", () => {
  const byDefault = byRole(defaultAllowedRoles);

  test.each(["admin", "supervisor", "wfo.full_access", "wfo.data_analyst", "wfo.quality.manager"])(
    "%s may hear by default",
    (role) => {
      expect(byDefault({ roles: ["agent", role] })).toBe("allowed");
    },
  );

  test.each(["agent", "", "Admin", "administrator", "admin ", "wfo", "wfo.", "wfo*", "xwfo.a", "supervisor.*"])(
    "%j may not",
    (role) => {
      expect(byDefault({ roles: [role] })).toBe("denied");
    },
  );

  test("an exact name allows no family, and nobody is allowed by an empty list", () => {
    expect(byRole(["wfo"])({ roles: ["wfo.a"] })).toBe("denied");
    expect(byRole([])({ roles: ["admin"] })).toBe("denied");
    expect(byDefault({ roles: [] })).toBe("denied");
  });

  test("a pattern is a name or a family, and never everybody", () => {
    expect(["admin", "wfo.*", "wfo.quality.*", "team_lead", "team-lead"].filter(isRolePattern)).toHaveLength(5);
    expect(["", "*", ".*", "wfo*", "*.wfo", "wfo.*.x", "a b", "admin,agent", "wfo..*"].filter(isRolePattern)).toEqual(
      [],
    );
  });
});

describe("agents", () => {
  const agent: Listener = { roles: ["agent"], worker: workerSid };

  test("hear what names them as one who spoke, and nothing else", () => {
    expect(hears(agentsHearOwn(agent), recordingOf(otherWorker, workerSid))).toBe(true);
    expect(hears(agentsHearOwn(agent), recordingOf(otherWorker))).toBe(false);
    expect(hears(agentsHearOwn(agent), recordingOf())).toBe(false);
  });

  test("that are no agents or no workers hear nothing by that", () => {
    expect(agentsHearOwn({ roles: ["agent"] })).toBe("denied");
    expect(agentsHearOwn({ roles: ["visitor"], worker: workerSid })).toBe("denied");
  });

  test("hear their own only where the settings say so", () => {
    const rule = (own: boolean) => accessRule({ allowedRoles: ["admin"], agentsHearOwn: own } as unknown as Settings);
    expect(rule(false)(agent)).toBe("denied");
    expect(hears(rule(true)(agent))).toBe(true);
    expect(hears(rule(true)(agent), recordingOf(otherWorker))).toBe(false);
    expect(rule(true)({ roles: ["admin"] })).toBe("allowed");
  });

  describe("through the handler", () => {
    const answer = json.bind(undefined, { ...validAnswer, roles: ["agent"] });
    const own = { environment: { ...environment, AGENTS_HEAR_OWN: "true" }, twilio: async () => answer() };
    const stored = (workers: string) => ({ status: 200, metadata: { "worker-sids": workers } });

    test.each([workerSid, `${otherWorker},${workerSid}`])("hear a recording of %s", async (workers) => {
      expect((await stage({ ...own, headObject: () => stored(workers) }).play()).statusCode).toBe(200);
    });

    test.each(["", otherWorker, `${workerSid}0`, `x ${workerSid}`, workerSid.toLowerCase(), "*"])(
      "do not hear a recording of %j",
      async (workers) => {
        const { statusCode, record } = await stage({ ...own, headObject: () => stored(workers) }).play();
        expect([statusCode, record]).toMatchObject([403, { reason: "recording_not_allowed" }]);
      },
    );

    test("are not told which recordings are there, or on their way", async () => {
      const others = await stage({ ...own, headObject: () => stored(otherWorker) }).play();
      const absent = await stage({ ...own, headObject: () => 404 }).play();
      const expected = await stage({ ...own, headObject: (url) => (url.includes("/expected/") ? 200 : 404) }).play();
      for (const { statusCode, headers, body } of [absent, expected]) {
        expect([statusCode, headers, body]).toEqual([others.statusCode, others.headers, others.body]);
      }
    });
  });
});

describe("rules together", () => {
  const rulings: Ruling[] = ["allowed", "denied", () => true, () => false];

  test("allow what one of them allows, in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...rulings), { maxLength: 5 }), (some) => {
        const together = anyOf(
          ...some.map(
            (ruling): AccessRule =>
              () =>
                ruling,
          ),
        );
        expect(hears(together({ roles: [] }))).toBe(some.some((ruling) => hears(ruling)));
      }),
    );
  });

  test("take nothing but true for a yes about a recording", () => {
    const careless = (() => async () => false) as unknown as AccessRule;
    expect(hears(anyOf(careless)({ roles: [] }))).toBe(false);
  });

  test("of a team's own replace ours: here leads hear their team", async () => {
    const team = new Set<string>([workerSid]);
    const leadsHearTheirTeam: AccessRule = ({ roles }) =>
      roles.includes("team_lead") ? ({ workers }) => workers.some((worker) => team.has(worker)) : "denied";
    const lead = async () => json({ ...validAnswer, roles: ["team_lead"] });
    const own = { access: () => leadsHearTheirTeam, twilio: lead };
    const stored = (worker: string) => ({ headObject: () => ({ status: 200, metadata: { "worker-sids": worker } }) });
    expect((await stage({ ...own, ...stored(workerSid) }).play()).statusCode).toBe(200);
    expect((await stage({ ...own, ...stored(otherWorker) }).play()).statusCode).toBe(403);
    expect((await stage({ access: () => leadsHearTheirTeam }).play()).statusCode).toBe(403);
    expectTypeOf(leadsHearTheirTeam).toExtend<AccessRule>();
    expectTypeOf<(listener: Listener) => boolean>().not.toExtend<AccessRule>();
  });
});
