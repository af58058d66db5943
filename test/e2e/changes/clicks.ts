import { DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { DeleteBucketCorsCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { settingsFrom } from "../../../infra/settings/settings.ts";
import type { AwsClients } from "../../../local/aws/provider/clients.ts";
import { clientsOf } from "../../contract/local-aws/fixture.ts";
import { changeBehindItsBack, type OpenedStack } from "../stack/opened-stack.ts";

type Json = Record<string, unknown>;
interface State {
  name: string;
  properties: Json;
}

/** What people click in Twilio's Console and in AWS's, on a stack that is up, by their APIs. */
export class Clicks {
  readonly #opened: OpenedStack;
  readonly #resources: readonly { urn: string; id: string }[];
  readonly #authorization: string;
  readonly #aws: AwsClients;

  static async on(opened: OpenedStack): Promise<Clicks> {
    const { pulumi } = opened.stack;
    const { deployment } = JSON.parse(await pulumi.succeed(["stack", "export", "--stack", "local"]));
    const { credentials } = settingsFrom(await pulumi.config(), {}).twilio;
    return new Clicks(opened, deployment.resources, `${credentials.username}:${credentials.password.reveal()}`);
  }

  private constructor(opened: OpenedStack, resources: readonly { urn: string; id: string }[], user: string) {
    this.#opened = opened;
    this.#resources = resources;
    this.#authorization = `Basic ${Buffer.from(user).toString("base64")}`;
    this.#aws = clientsOf(opened.stack.aws);
  }

  /** What the service knows a resource by. */
  idOf(type: string, name: string): string {
    const found = this.#resources.find(({ urn }) => urn.endsWith(`${type}::${name}`));
    if (found === undefined) throw new Error(`The stack has no ${type} ${name}.`);
    return found.id;
  }

  async #ask(method: string, path: string, form?: Record<string, string>): Promise<unknown> {
    const answer = await fetch(this.#opened.stack.twilio.endpoint(path), {
      method,
      headers: { authorization: this.#authorization },
      ...(form && { body: new URLSearchParams(form) }),
    });
    if (!answer.ok) throw new Error(`Twilio answers HTTP ${answer.status} to ${method} ${path}.`);
    return answer.status === 204 ? undefined : await answer.json();
  }

  attachments(change: Json): void {
    changeBehindItsBack(this.#opened.stack, "web", change);
  }

  /** Somebody writes another greeting in Studio, and publishes. */
  async greeting(say: string): Promise<void> {
    await this.#editFlow((state) => (state.name === "Greeting" ? { ...state.properties, say } : state.properties));
  }

  /** Somebody moves widgets on the canvas, which does nothing to calls. */
  async canvas(): Promise<void> {
    await this.#editFlow(({ properties }, at) => ({ ...properties, offset: { x: 70 * at, y: 70 } }));
  }

  async #editFlow(edited: (state: State, at: number) => Json): Promise<void> {
    const path = `studio.twilio.com/v2/Flows/${this.idOf("twilio:studio:Flow", "voice")}`;
    const { definition } = (await this.#ask("GET", path)) as { definition: { states: State[] } };
    const states = definition.states.map((state, at) => ({ ...state, properties: edited(state, at) }));
    await this.#ask("POST", path, { Status: "published", Definition: JSON.stringify({ ...definition, states }) });
  }

  async number(name: string, form: Record<string, string>): Promise<void> {
    const account = this.#opened.stack.twilio.control.flexConfiguration.get().account_sid;
    const sid = this.idOf("twilio:phone:IncomingNumber", name);
    await this.#ask("POST", `api.twilio.com/2010-04-01/Accounts/${account}/IncomingPhoneNumbers/${sid}.json`, form);
  }

  async address(name: string, form: Record<string, string>): Promise<void> {
    await this.#ask("POST", `conversations.twilio.com/v1/Configuration/Addresses/${this.#address(name)}`, form);
  }

  async deleteAddress(name: string): Promise<void> {
    await this.#ask("DELETE", `conversations.twilio.com/v1/Configuration/Addresses/${this.#address(name)}`);
  }

  #address(name: string): string {
    return this.idOf("twilio:conversations:AddressConfiguration", name);
  }

  async bucketPolicy(policy: Json): Promise<void> {
    const Bucket = this.idOf("aws:s3/bucket:Bucket", "recordings");
    await this.#aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
  }

  async deleteCors(): Promise<void> {
    await this.#aws.s3.send(new DeleteBucketCorsCommand({ Bucket: this.idOf("aws:s3/bucket:Bucket", "recordings") }));
  }

  async environment(name: string, change: Record<string, string>): Promise<void> {
    const FunctionName = this.idOf("aws:lambda/function:Function", name);
    const live = await this.#aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...live.Environment?.Variables, ...change };
    await this.#aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }

  async rolePolicy(name: string, policy: Json): Promise<void> {
    const [RoleName, PolicyName] = this.idOf("aws:iam/rolePolicy:RolePolicy", name).split(":");
    await this.#aws.iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(policy) }),
    );
  }

  async secret(name: string, SecretString: string): Promise<void> {
    const SecretId = this.idOf("aws:secretsmanager/secret:Secret", name);
    await this.#aws.secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
  }

  async deleteAlarm(name: string): Promise<void> {
    const AlarmNames = [this.idOf("aws:cloudwatch/metricAlarm:MetricAlarm", name)];
    await this.#aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
  }
}
