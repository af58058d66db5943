import type { Account } from "./account.ts";
import { hasArchive } from "./ask-account.ts";
import type { Draft } from "./draft.ts";
import type { Interview } from "./interview.ts";
import { ruleBroken, type Section, sectionBroken } from "./rules.ts";

/**
 * Asks for what the stack names of its account in Twilio, and of the one in AWS.
 * @param profile the AWS profile that is offered where the stack names none
 */
export async function askSettings(
  interview: Interview,
  draft: Draft,
  account: Account | undefined,
  profile: string | undefined,
): Promise<void> {
  await askUse(interview, draft, account, {
    section: "flex-media:voice",
    name: "numbers",
    flag: "numbers",
    message: "Numbers whose calls run the voice flow, as in +14155550100, +14155550101",
    wanted: "give numbers of the account, as in +14155550100,+14155550101",
    listOf: (text) => text.split(/[\s,]+/),
    textOf: (numbers) => numbers.join(", "),
  });
  await askUse(interview, draft, account, {
    section: "flex-media:messaging",
    name: "addresses",
    flag: "addresses",
    message: "Addresses whose messages run the messaging flow, as in sms +14155550101, chat web",
    wanted: "give addresses of the account, each behind its channel, as in sms +14155550101,chat web",
    listOf: (text) => addressesOf(text, draft.value("flex-media:messaging.addresses")),
    textOf: (addresses) => addresses.map(addressText).join(", "),
  });
  await askAws(interview, draft);
  await askProfile(interview, draft, profile);
  await askAlarmTopic(interview, draft);
}

interface Use {
  section: Section;
  /** The list by which the account's things lead to the flow. */
  name: string;
  flag: string;
  message: string;
  wanted: string;
  listOf(text: string): unknown[];
  textOf(list: unknown[]): string;
}

async function askUse(interview: Interview, draft: Draft, account: Account | undefined, use: Use): Promise<void> {
  const { section, name, flag, message, wanted, listOf, textOf } = use;
  const list = draft.value(`${section}.${name}`);
  const current = Array.isArray(list) && list.length > 0 ? textOf(list) : undefined;
  const answer = await interview.text({
    flag,
    message,
    wanted,
    current,
    optional: !saysMore(draft, section, name),
    check: (text) => sectionBroken(draft, account, { section, name, value: listOf(text) }),
  });
  // What was wrong stays in the draft, which will not be written, so that what hangs on it is looked at as well.
  const used = answer === "" && interview.hasWrong ? (interview.flag(flag) ?? "") : answer;
  if (used === "") {
    if (!interview.hasWrong && draft.has(section)) draft.set(section, undefined);
    return;
  }
  draft.set(`${section}.${name}`, listOf(used));
  await askWorkflow(interview, draft, account, section);
}

/** Whether the file says of the section more than what is asked here. */
function saysMore(draft: Draft, section: Section, name: string): boolean {
  const asked = [name, "workflow"];
  return (
    Object.keys((draft.value(section) as object | null) ?? {}).some((key) => !asked.includes(key)) ||
    (draft.has(section) && draft.value(`${section}.${name}`) === undefined)
  );
}

/** Where the file says nothing of a workflow, the settings say this one. */
const workflowOfFlex = "Assign to Anyone";

async function askWorkflow(
  interview: Interview,
  draft: Draft,
  account: Account | undefined,
  section: Section,
): Promise<void> {
  const kind = section.slice("flex-media:".length);
  const current = draft.text(`${section}.workflow`) ?? workflowOfFlex;
  const answer = await interview.text({
    flag: `${kind}-workflow`,
    message: `TaskRouter workflow that the ${kind} flow's tasks go to`,
    wanted: "give a workflow of Flex's workspace, by its name",
    current,
    check: (value) => sectionBroken(draft, account, { section, name: "workflow", value }),
  });
  if (answer !== "" && answer !== current) draft.set(`${section}.workflow`, answer);
}

function addressesOf(text: string, known: unknown): unknown[] {
  return text.split(",").map((item) => {
    const [type = "", ...address] = item.trim().split(/\s+/);
    const given = { type, address: address.join(" ") };
    const before = (Array.isArray(known) ? known : []).find((one) => addressText(one) === addressText(given));
    return before ?? given;
  });
}

function addressText(item: unknown): string {
  const { type, address } = (item ?? {}) as { type?: unknown; address?: unknown };
  return `${type} ${address}`;
}

async function askAws(interview: Interview, draft: Draft): Promise<void> {
  const region = await interview.text({
    flag: "region",
    message: "AWS region",
    wanted: "give one, as in us-east-1",
    current: draft.text("aws:region"),
    check: async (text) =>
      /^[a-z]{2}(-[a-z]+){1,2}-\d$/.test(text) ? undefined : "is no region; give one, as in us-east-1",
  });
  if (region !== "") draft.set("aws:region", region);

  const accounts = draft.value("aws:allowedAccountIds");
  const account = await interview.text({
    flag: "aws-account",
    message: "AWS account, the only one that this stack may work on",
    wanted: "give its number",
    current: Array.isArray(accounts) && accounts.length > 0 ? accounts.join(", ") : undefined,
    optional: true,
    check: async (text) =>
      text.split(/[\s,]+/).every((id) => /^\d{12}$/.test(id)) ? undefined : "is no AWS account; give its 12 digits",
  });
  if (account !== "") draft.set("aws:allowedAccountIds", account.split(/[\s,]+/));
  else if (!interview.hasWrong && accounts !== undefined) draft.set("aws:allowedAccountIds", undefined);
}

/** A promotion reads one account and writes to another, for which credentials in the environment can't be enough. */
async function askProfile(interview: Interview, draft: Draft, offered: string | undefined): Promise<void> {
  const key = "aws:profile";
  const profile = await interview.text({
    flag: "aws-profile",
    message: "AWS profile that the account is reached by, wherever the stack's commands run",
    wanted: "give its name",
    current: draft.text(key),
    // Who names keys or a server of another kind has said already how AWS is reached.
    offered: draft.has("aws:accessKey") || draft.has("aws:endpoints") ? undefined : offered,
    optional: true,
    check: async (text) =>
      /^[A-Za-z0-9._-]+$/.test(text)
        ? undefined
        : "is no name for a profile; use letters, digits, dots, dashes and underscores",
  });
  if (profile !== "") draft.set(key, profile);
  else if (!interview.hasWrong && draft.has(key)) draft.set(key, undefined);
}

async function askAlarmTopic(interview: Interview, draft: Draft): Promise<void> {
  const path = "flex-media:playback.alarmTopicArn";
  const topic = await interview.text({
    flag: "alarm-topic",
    message: "SNS topic that is told of alarms",
    wanted: "give its ARN",
    current: draft.text(path),
    optional: true,
    check: async (text) => ruleBroken({ "flex-media:playback": JSON.stringify({ alarmTopicArn: text }) }, path),
  });
  if (interview.hasWrong) return;
  const told = [path, ...(hasArchive(draft) ? ["flex-media:archive.alarmTopicArn"] : [])];
  for (const place of told) if (topic !== (draft.text(place) ?? "")) draft.set(place, topic === "" ? undefined : topic);
}
