import type { Account } from "../../account.ts";
import { answerCall, callBySid, changeCall, connectAgent, leaveQueue } from "../../calls/lifecycle.ts";
import type { Call } from "../../calls/state.ts";
import { addInteraction } from "../../flex/new-interaction.ts";
import { TwilioError } from "../../http/errors.ts";
import { isJsonObject, type JsonObject } from "../../http/parameters.ts";
import { addTask, taskBySid } from "../../taskrouter/new-task.ts";
import type { Outcome, Running } from "./widget.ts";

/** The most characters that the widget takes, Liquid and all. */
const longestAttributes = 1024;

/**
 * A call waits in the queue until somebody hangs up; a conversation is Flex's from here on.
 * https://www.twilio.com/docs/studio/widget-library/send-flex
 */
export function sendToFlex(running: Running): Outcome {
  const { account, execution, name } = running;
  const call = callBySid(account, execution.call_sid);
  try {
    const attributes = attributesOf(running);
    if (call) return sendCall(running, call, attributes);
    if (execution.conversation_sid !== null) return sendConversation(running, execution.conversation_sid, attributes);
  } catch (error) {
    if (error instanceof TwilioError || error instanceof InvalidAttributes) {
      return { event: "failedToEnqueue", warning: `${name}: ${error.message}` };
    }
    throw error;
  }
  return { stops: `${name}: there is neither a call nor a conversation to send` };
}

class InvalidAttributes extends Error {}

function attributesOf({ properties, text }: Running): JsonObject {
  const given = properties.attributes;
  if (given === undefined || given === null || given === "") return {};
  if (typeof given === "string" && given.length > longestAttributes) {
    throw new InvalidAttributes(`attributes is longer than ${longestAttributes} characters`);
  }
  try {
    const value: unknown = JSON.parse(text("attributes"));
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new InvalidAttributes("attributes is not JSON of an object once it is rendered");
}

function sendCall(running: Running, call: Call, given: JsonObject): Outcome {
  const { account, text } = running;
  answerCall(account, call);
  const attributes = { ...knownOf(account, call), ...given };
  const task = addTask(account, {
    workflowSid: text("workflow"),
    taskChannel: text("channel"),
    attributes: JSON.stringify(attributes),
    ...numbersOf(running),
  });
  changeCall(account, call.sid, { task_sid: task.sid });
  const fields = fieldsOf(account, task.sid);
  if (!call.script.byItself) return { waits: "call", fields };
  const current = callBySid(account, call.sid) ?? call;
  // Nobody is there who takes it, so the caller gives up.
  if (!connectAgent(account, current)) return { hungUp: true };
  leaveQueue(account, call.sid);
  return { event: "callComplete", fields: { ...fields, CallStatus: "completed", QueueResult: "bridged" } };
}

function sendConversation(running: Running, conversationSid: string, given: JsonObject): Outcome {
  const { account, text } = running;
  const { taskSid } = addInteraction(account, {
    channel: {
      type: "sms",
      initiated_by: "customer",
      properties: { media_channel_sid: conversationSid },
    },
    routing: {
      properties: {
        workspace_sid: account.state.current.flexConfiguration.taskrouter_workspace_sid,
        workflow_sid: text("workflow"),
        ...channelOf(text("channel")),
        attributes: { ...customerOf(running), ...given },
        ...numbersOf(running),
      },
    },
  });
  return { event: "callComplete", fields: fieldsOf(account, taskSid) };
}

function channelOf(channel: string): JsonObject {
  return channel.startsWith("TC") ? { task_channel_sid: channel } : { task_channel_unique_name: channel };
}

/** Both are text in the definition. */
function numbersOf({ text }: Running): { priority?: number; timeout?: number } {
  const [priority, timeout] = [text("priority"), text("timeout")];
  return {
    ...(priority === "" ? {} : { priority: Number(priority) }),
    timeout: timeout === "" ? 3600 : Number(timeout),
  };
}

/** What Flex knows of a call's task by itself. */
function knownOf(account: Account, { sid, from, to, direction }: Call): JsonObject {
  return {
    account_sid: account.sid,
    api_version: "2010-04-01",
    call_sid: sid,
    call_status: "in-progress",
    called: to,
    caller: from,
    direction,
    from,
    to,
  };
}

function customerOf({ execution }: Running): JsonObject {
  const address = execution.contact_channel_address;
  return { from: address, customerAddress: address };
}

function fieldsOf(account: Account, taskSid: string): JsonObject {
  const { attributes, steps, step } = taskBySid(account, taskSid);
  return { TaskSid: taskSid, sid: taskSid, Attributes: attributes, QueueSid: steps[step]?.queue ?? null };
}
