// The same resources as dynamic providers with the official client: what one writes where there is no provider.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config("twilio");
const connection = {
  accountSid: config.require("accountSid"),
  authToken: config.require("authToken"),
  endpoint: config.requireObject("endpoints").taskrouter,
};

const collections = {
  "twilio:taskrouter:TaskQueue": "taskQueues",
  "twilio:taskrouter:TaskChannel": "taskChannels",
  "twilio:taskrouter:Activity": "activities",
};

function providerOf(collection) {
  const things = (inputs) => {
    const client = require("twilio")(inputs.connection.accountSid, inputs.connection.authToken);
    client.taskrouter.baseUrl = inputs.connection.endpoint;
    return client.taskrouter.v1.workspaces(inputs.workspaceSid)[collection];
  };
  const outputsOf = (inputs, { sid, dateCreated, dateUpdated, url }) => ({
    ...inputs,
    sid,
    dateCreated,
    dateUpdated,
    url,
  });
  return {
    async create(inputs) {
      const made = await things(inputs).create(inputs);
      return { id: made.sid, outs: outputsOf(inputs, made) };
    },
    async read(id, inputs) {
      return { id, props: outputsOf(inputs, await things(inputs)(id).fetch()) };
    },
    async update(id, _, inputs) {
      return { outs: outputsOf(inputs, await things(inputs)(id).update(inputs)) };
    },
    async delete(id, inputs) {
      await things(inputs)(id).remove();
    },
    async diff(_, before, after) {
      return { changes: Object.keys(after).some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])) };
    },
  };
}

const providers = Object.fromEntries(Object.entries(collections).map(([type, name]) => [type, providerOf(name)]));

for (const { type, name, inputs } of JSON.parse(readFileSync("resources.json", "utf8"))) {
  new pulumi.dynamic.Resource(providers[type], name, { ...inputs, connection });
}
