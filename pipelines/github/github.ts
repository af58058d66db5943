import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";
import type { GitHubAccess } from "./access.ts";

/** How often a request is made that GitHub puts off, or that its side fails. */
const attempts = 4;
/** The longest that it is waited for, as GitHub may ask for an hour. */
const longestWaitSeconds = 60;
const longestAnswerMs = 60_000;

const refusalSchema = z.object({
  message: z.string(),
  errors: z
    .array(z.object({ field: z.string().optional(), message: z.string().optional(), code: z.string() }))
    .optional(),
});

const remedies: Readonly<Record<number, string>> = {
  401: "give GITHUB_TOKEN a token that is valid",
  404: "mend GITHUB_REPOSITORY, the number or the name, or let the token see the repository",
  410: "switch issues on in the repository's settings",
};

/** GitHub's REST API, for one repository. Its errors name the request and GitHub's reason, never the token. */
export class GitHub {
  readonly #access: GitHubAccess;

  constructor(access: GitHubAccess) {
    this.#access = access;
  }

  /** Everything that a list has, a hundred at a time. */
  async *list<T>(path: string, item: z.ZodType<T>): AsyncGenerator<T> {
    const separator = path.includes("?") ? "&" : "?";
    for (let page = 1; ; page += 1) {
      const answer = await this.#request("GET", `${path}${separator}per_page=100&page=${page}`);
      yield* z.array(item).parse(await answer.json());
      if (!/;\s*rel="next"/.test(answer.headers.get("link") ?? "")) return;
    }
  }

  async read<T>(path: string, item: z.ZodType<T>): Promise<T> {
    return item.parse(await (await this.#request("GET", path)).json());
  }

  async create<T>(path: string, content: unknown, made: z.ZodType<T>): Promise<T> {
    return made.parse(await (await this.#request("POST", path, content)).json());
  }

  async update(path: string, content: unknown): Promise<void> {
    await (await this.#request("PATCH", path, content)).arrayBuffer();
  }

  /** @param path below the repository, as in `/issues/7/comments` */
  async #request(method: "GET" | "POST" | "PATCH", path: string, content?: unknown): Promise<Response> {
    const { apiUrl, repository, token } = this.#access;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(`${apiUrl}/repos/${repository}${path}`, {
        method,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${token}`,
          "user-agent": "flex-media",
          "x-github-api-version": "2022-11-28",
          ...(content !== undefined && { "content-type": "application/json" }),
        },
        ...(content !== undefined && { body: JSON.stringify(content) }),
        signal: AbortSignal.timeout(longestAnswerMs),
      }).catch((error: Error) => {
        // A token or a query is in none of this.
        throw new Mendable(`GitHub: ${apiUrl} can't be reached (${causeOf(error)}); try again`);
      });
      if (answer.ok) return answer;
      const wait = attempt < attempts ? secondsToWait(answer, method, attempt) : undefined;
      if (wait === undefined) throw new Mendable(await refusal(method, path, answer));
      await answer.arrayBuffer();
      await sleep(wait * 1000);
    }
  }
}

/** What GitHub puts off is made again; what failed on its side only where doing it twice does no harm. */
function secondsToWait({ status, headers }: Response, method: string, attempt: number): number | undefined {
  const asked = headers.get("retry-after");
  if ((status === 403 || status === 429) && asked !== null) {
    return Number(asked) <= longestWaitSeconds ? Number(asked) : undefined;
  }
  return status >= 500 && method !== "POST" ? 2 ** attempt : undefined;
}

async function refusal(method: string, path: string, answer: Response): Promise<string> {
  const read = refusalSchema.safeParse(await answer.json().catch(() => undefined));
  const { message = "no reason", errors = [] } = read.success ? read.data : {};
  const details = errors.map(({ field = "request", message: detail, code }) => `${field}: ${detail ?? code}`);
  const reason = [message, ...details].join("; ");
  const permission = `give the job the permission to ${method === "GET" ? "read" : "write"} it`;
  const remedy =
    answer.status === 403
      ? permission
      : (remedies[answer.status] ?? "run it again, and look at GitHub's status page if it stays");
  return `GitHub: ${method} ${path.split("?")[0]} was answered ${answer.status} (${reason}); ${remedy}`;
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
