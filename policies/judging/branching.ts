import { CaseTag, type Context, type Emitter, IfTag, Liquid, UnlessTag } from "liquidjs";

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
 * Studio's Liquid, in which a run takes the branches that are chosen where they depend on what the call brings. What a text
 * has computed itself, as the parts of a date, is followed: other branches than its value's would compute nonsense. It is
 * the standard's with one filter more: https://www.twilio.com/docs/studio/widget-library/send-flex
 */
export function branchingEngine(branching: Branching): Liquid {
  const engine = new Liquid({ strictFilters: true, ownPropertyOnly: true, memoryLimit: 1_000_000 });
  engine.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  engine.registerTag(
    "if",
    class extends IfTag {
      override *render(context: Context, emitter: Emitter) {
        yield* readsTheCall(this) ? chosen(this, context, emitter) : super.render(context, emitter);
      }
    },
  );
  engine.registerTag(
    "unless",
    class extends UnlessTag {
      override *render(context: Context, emitter: Emitter) {
        yield* readsTheCall(this) ? chosen(this, context, emitter) : super.render(context, emitter);
      }
    },
  );
  engine.registerTag(
    "case",
    class extends CaseTag {
      override *render(context: Context, emitter: Emitter) {
        yield* readsTheCall(this) ? chosen(this, context, emitter) : super.render(context, emitter);
      }
    },
  );
  function* chosen(
    { name, token, liquid, branches, elseTemplates = [] }: BranchTag,
    context: Context,
    emitter: Emitter,
  ): Generator<unknown, void, string> {
    const ways = [...branches.map(({ templates }) => templates), elseTemplates];
    const way = branching.choose(`${name} ${token.args}`, ways.length);
    yield liquid.renderer.renderTemplates(ways[way] ?? [], context, emitter);
  }
  return engine;
}

type BranchTag = IfTag | UnlessTag | CaseTag;

function readsTheCall({ token }: BranchTag): boolean {
  const names = token.args.replace(/"[^"]*"|'[^']*'/g, "");
  return /(?<![\w.-])(?:flow|widgets|trigger|contact)\s*[.[]/.test(names);
}
