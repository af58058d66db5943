import { expect } from "vitest";
import { judge } from "../../../../local/workflows/rules/index.ts";
import { WorkflowFile } from "../../../../local/workflows/workflow-file.ts";

export const checkout = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
export const aws = "aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3";
/** As GitHub puts a value in. */
export const expression = (value: string) => `$\{{ ${value} }}`;
export const good = `name: Up
on:
  workflow_dispatch:
permissions: {}
jobs:
  up:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    environment: prod
    concurrency:
      group: stack-prod
      cancel-in-progress: false
      queue: max
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: ${checkout}
        with:
          persist-credentials: false
          ref: \${{ github.event.repository.default_branch }}
      - uses: ${aws}
        with:
          role-to-assume: \${{ vars.AWS_ROLE_ARN }}
      - run: pipelines/up.sh "$STACK"
        env:
          STACK: prod
          PULUMI_ACCESS_TOKEN: \${{ secrets.PULUMI_ACCESS_TOKEN }}
`;

/** What is found in the good workflow with one text in place of another. */
export function findings(text: string, other: string): string[] {
  expect(good).toContain(text);
  return judge([new WorkflowFile("up.yml", good.replaceAll(text, other))]).map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
}

/** What is found in a workflow of this text. */
export function messages(text: string): string[] {
  return judge([new WorkflowFile("up.yml", text)]).map(({ message }) => message);
}
