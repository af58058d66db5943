import { PolicyPack } from "@pulumi/policy";

new PolicyPack("pack", {
  policies: [
    {
      name: "no-flows",
      description: "There are no flows.",
      enforcementLevel: "mandatory",
      validateResource({ type, name }, reportViolation) {
        if (type === "twilio:studio:Flow") reportViolation(`${name}: is a flow, but there are none; remove it`);
      },
    },
    {
      name: "few-alarms",
      description: "Alarms are few.",
      enforcementLevel: "advisory",
      validateStack({ resources }, reportViolation) {
        const count = resources.filter(({ type }) => type.startsWith("aws:cloudwatch/metricAlarm:")).length;
        if (count > 3) reportViolation(`alarms: are ${count}, but three are enough; remove some`);
      },
    },
  ],
});
