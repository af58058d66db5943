import { AssignTag, CaseTag, type Context, type Emitter, IfTag, Liquid, UnlessTag } from "liquidjs";

/** Takes every way through what branches: a way in each run, until {@link turn} says that there is none left. */
export class Branching {
  readonly #taken: { way: number; of: number }[] = [];
  readonly #run = new Map<string, number>();

  /** Which of so many ways this run takes; the same wherever one run asks for the same thing. */
  choose(what: string, of: number): number {
    const asked = `${what} ${of}`;
    const at = this.#run.get(asked) ?? this.#run.size;
    this.#run.set(asked, at);
    const taken = this.#taken[at] ?? { way: 0, of };
    this.#taken[at] = taken;
    return taken.way;
  }

  /** Goes over to another run. */
  turn(): boolean {
    this.#run.clear();
    for (let last = this.#taken.at(-1); last !== undefined; last = this.#taken.at(-1)) {
      last.way += 1;
      if (last.way < last.of) return true;
      this.#taken.pop();
    }
    return false;
  }
}

/**
 * Studio's Liquid, in which a run takes the branches that are chosen where they depend on what the call brings, be it by
 * another name. What a text has computed itself, as the parts of a date, is followed: other branches than its value's would
 * compute nonsense. It is the standard's with one filter more: https://www.twilio.com/docs/studio/widget-library/send-flex
 */
export function branchingEngine(branching: Branching): Liquid {
  const engine = new Liquid({ strictFilters: true, ownPropertyOnly: true, memoryLimit: 1_000_000 });
  engine.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  engine.registerTag(
    "assign",
    class extends AssignTag {
      override *render(context: Context) {
        note(this.token.args, context);
        yield* super.render(context);
      }
    },
  );
  engine.registerTag(
    "if",
    class extends IfTag {
      override *render(context: Context, emitter: Emitter) {
        yield* chosen(this, context, emitter) ?? super.render(context, emitter);
      }
    },
  );
  engine.registerTag(
    "unless",
    class extends UnlessTag {
      override *render(context: Context, emitter: Emitter) {
        yield* chosen(this, context, emitter) ?? super.render(context, emitter);
      }
    },
  );
  engine.registerTag(
    "case",
    class extends CaseTag {
      override *render(context: Context, emitter: Emitter) {
        yield* chosen(this, context, emitter) ?? super.render(context, emitter);
      }
    },
  );
  function chosen(tag: BranchTag, context: Context, emitter: Emitter): Generator<unknown, void, string> | undefined {
    const condition = traced(tag.token.args, context);
    return readsTheCall(condition) ? way(tag, condition, context, emitter) : undefined;
  }
  function* way(
    { name, liquid, branches, elseTemplates = [] }: BranchTag,
    condition: string,
    context: Context,
    emitter: Emitter,
  ): Generator<unknown, void, string> {
    const ways = [...branches.map(({ templates }) => templates), elseTemplates];
    const taken = branching.choose(`${name} ${condition}`, ways.length);
    yield liquid.renderer.renderTemplates(ways[taken] ?? [], context, emitter);
  }
  return engine;
}

type BranchTag = IfTag | UnlessTag | CaseTag;

function readsTheCall(text: string): boolean {
  const names = text.replace(/"[^"]*"|'[^']*'/g, "");
  return /(?<![\w.-])(?:flow|widgets|trigger|contact)\s*[.[]/.test(names);
}

/** What names stand for that are something of the call's, as it is. */
function sourcesIn(context: Context): Map<string, string> {
  return context.getRegister("sources", new Map<string, string>());
}

function note(assignment: string, context: Context): void {
  const [, name = "", value = ""] = /^\s*([\w-]+)\s*=\s*(.*)$/s.exec(assignment) ?? [];
  const source = traced(value, context).trim();
  // What a filter has made of it is computed.
  if (readsTheCall(source) && !source.includes("|")) sourcesIn(context).set(name, source);
  else sourcesIn(context).delete(name);
}

/** A text with what its names stand for in their place, but where it looks into their form as it does into a date's. */
function traced(text: string, context: Context): string {
  const sources = sourcesIn(context);
  return text.replace(/"[^"]*"|'[^']*'|(?<![\w.-])[A-Za-z_][\w-]*/g, (name, at: number) =>
    /^\s+contains\b/.test(text.slice(at + name.length)) ? name : (sources.get(name) ?? name),
  );
}
