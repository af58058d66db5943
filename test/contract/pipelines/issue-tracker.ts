/** What GitHub answers instead of doing something. */
export class GitHubRefusal extends Error {
  readonly status: number;
  readonly body: { message: string; errors?: readonly RefusedField[] };

  constructor(status: number, message: string, errors?: readonly RefusedField[]) {
    super(message);
    this.status = status;
    this.body = { message, ...(errors && { errors }) };
  }
}

interface RefusedField {
  resource: string;
  code: string;
  field: string;
  message?: string;
}

type Permission = "actions" | "issues" | "pull_requests";

export interface User {
  login: string;
  permissions: readonly Permission[];
}

export interface TrackerOptions {
  /** Owner and name. */
  repository: string;
  /** Numbers of pull requests that there are. */
  pullRequests?: readonly number[];
  issuesDisabled?: boolean;
}

export interface Issue {
  number: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  state_reason: string | null;
  locked: boolean;
  user: { login: string };
  pull_request?: object;
}

export interface Comment {
  id: number;
  issue: number;
  body: string;
  user: { login: string };
}

const longest = 65_536;

/** The issues, pull requests and comments of a repository. */
export class IssueTracker {
  readonly #disabled: boolean;
  readonly #issues = new Map<number, Issue>();
  readonly #comments = new Map<number, Comment>();
  #nextIssue = 101;
  #nextComment = 5001;

  constructor({ pullRequests = [], issuesDisabled = false }: TrackerOptions) {
    this.#disabled = issuesDisabled;
    for (const number of pullRequests) {
      this.#add({ number, title: `Pull request ${number}`, body: null, user: { login: "octocat" }, pull_request: {} });
    }
  }

  /** Seeds an issue that somebody has opened. */
  seedIssue(login: string, title: string, body: string): Issue {
    this.#nextIssue += 1;
    return this.#add({ number: this.#nextIssue - 1, title, body, user: { login } });
  }

  /** Seeds a comment that somebody has made. */
  seedComment(login: string, issue: number, body: string): Comment {
    this.#nextComment += 1;
    const comment = { id: this.#nextComment - 1, issue, body, user: { login } };
    this.#comments.set(comment.id, comment);
    return comment;
  }

  lock(number: number): void {
    this.#issue(number).locked = true;
  }

  /** The newest first, pull requests among them. */
  issues(query: URLSearchParams): Issue[] {
    this.#demandIssues();
    const state = query.get("state") ?? "open";
    if (!["open", "closed", "all"].includes(state)) throw invalid("Issue", "state", "invalid");
    const creator = query.get("creator");
    return [...this.#issues.values()]
      .filter((issue) => state === "all" || issue.state === state)
      .filter(({ user }) => creator === null || user.login === creator)
      .sort((a, b) => b.number - a.number);
  }

  createIssue(user: User, { title, body = null }: Record<string, unknown>): Issue {
    demand(user, "issues");
    this.#demandIssues();
    if (typeof title !== "string" || title.trim() === "") throw invalid("Issue", "title", "missing_field");
    demandLength("Issue", "body", "custom", body);
    return this.seedIssue(user.login, title, String(body ?? ""));
  }

  updateIssue(user: User, number: number, content: Record<string, unknown>): Issue {
    demand(user, "issues");
    this.#demandIssues();
    const issue = this.#issue(number);
    const { state, state_reason: reason, body } = content;
    if (state !== undefined && state !== "open" && state !== "closed") throw invalid("Issue", "state", "invalid");
    if (reason != null && !["completed", "not_planned", "duplicate", "reopened"].includes(String(reason))) {
      throw invalid("Issue", "state_reason", "invalid");
    }
    demandLength("Issue", "body", "custom", body);
    if (typeof body === "string") issue.body = body;
    if (state !== undefined && state !== issue.state) {
      issue.state = state;
      issue.state_reason = state === "open" ? "reopened" : String(reason ?? "completed");
    }
    return issue;
  }

  /** The oldest first. */
  comments(number: number): Comment[] {
    this.#issue(number);
    return [...this.#comments.values()].filter(({ issue }) => issue === number);
  }

  createComment(user: User, number: number, { body }: Record<string, unknown>): Comment {
    const issue = this.#issue(number);
    demand(user, ...(issue.pull_request ? (["pull_requests", "issues"] as const) : (["issues"] as const)));
    if (issue.locked) throw new GitHubRefusal(403, "Unable to create comment because issue is locked.");
    return this.seedComment(user.login, number, commentBody(body));
  }

  /** Whoever may write may change anybody's comment. */
  updateComment(user: User, id: number, { body }: Record<string, unknown>): Comment {
    const comment = this.#comments.get(id);
    if (comment === undefined) throw new GitHubRefusal(404, "Not Found");
    const isOnPullRequest = this.#issue(comment.issue).pull_request !== undefined;
    demand(user, ...(isOnPullRequest ? (["pull_requests", "issues"] as const) : (["issues"] as const)));
    comment.body = commentBody(body);
    return comment;
  }

  #add(given: Pick<Issue, "number" | "title" | "body" | "user"> & { pull_request?: object }): Issue {
    const issue: Issue = { ...given, state: "open", state_reason: null, locked: false };
    this.#issues.set(issue.number, issue);
    return issue;
  }

  #issue(number: number): Issue {
    const issue = this.#issues.get(number);
    if (issue === undefined) throw new GitHubRefusal(404, "Not Found");
    return issue;
  }

  #demandIssues(): void {
    if (this.#disabled) throw new GitHubRefusal(410, "Issues has been disabled in this repository.");
  }
}

export function demand({ permissions }: User, ...oneOf: readonly Permission[]): void {
  if (oneOf.some((permission) => permissions.includes(permission))) return;
  throw new GitHubRefusal(403, "Resource not accessible by integration");
}

function commentBody(body: unknown): string {
  if (typeof body !== "string" || body.trim() === "") throw invalid("IssueComment", "body", "missing_field");
  demandLength("IssueComment", "data", "unprocessable", body);
  return body;
}

function demandLength(resource: string, field: string, code: string, text: unknown): void {
  if (typeof text !== "string" || [...text].length <= longest) return;
  throw invalid(resource, field, code, `Body is too long (maximum is ${longest} characters)`);
}

function invalid(resource: string, field: string, code: string, message?: string): GitHubRefusal {
  return new GitHubRefusal(422, "Validation Failed", [{ resource, field, code, ...(message && { message }) }]);
}
