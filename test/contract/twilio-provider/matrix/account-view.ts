import type { LocalTwilio } from "../../../../local/twilio/server.ts";

export type ApiObject = Record<string, unknown>;

/** Looks at an account through Twilio's own API, past the provider. */
export class AccountView {
  readonly accountSid: string;
  readonly #twilio: LocalTwilio;
  readonly #authorization: string;

  constructor(twilio: LocalTwilio, { accountSid, authToken }: { accountSid: string; authToken: string }) {
    this.accountSid = accountSid;
    this.#twilio = twilio;
    this.#authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
  }

  /** The workspace that Flex uses. */
  get workspaceSid(): string {
    return String(this.#twilio.control.flexConfiguration.get().taskrouter_workspace_sid);
  }

  /** What is at a path of a host; `undefined` for a 404. */
  async get(host: string, path: string): Promise<ApiObject | undefined> {
    const answer = await fetch(`${this.#twilio.endpoint(host)}${path}`, {
      headers: { authorization: this.#authorization },
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`GET ${host}${path}: HTTP ${answer.status}`);
    return (await answer.json()) as ApiObject;
  }

  /** The items of a list's first page. */
  async list(host: string, path: string, key: string): Promise<ApiObject[]> {
    const page = await this.get(host, path);
    if (!Array.isArray(page?.[key])) throw new Error(`GET ${host}${path}: has no list ${key}`);
    return page[key] as ApiObject[];
  }

  /** How many items of a list's first page have this property. */
  async count(host: string, path: string, key: string, wanted: ApiObject): Promise<number> {
    const items = await this.list(host, path, key);
    return items.filter((item) => Object.entries(wanted).every(([name, value]) => item[name] === value)).length;
  }

  /** What is at a path, without the date of its last change. */
  async snapshot(host: string, path: string): Promise<ApiObject> {
    return { ...(await this.get(host, path)), date_updated: undefined };
  }
}
