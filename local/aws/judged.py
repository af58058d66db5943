"""Notes every request that IAM judges: who sent it, what it was about to do with what, and whether it was let.

A line of JSON each: {"key", "action", "resource", "allowed"}. Of credentials it has the id of the access key alone. By this
a policy can be held against what a program really does.
"""

import json


def note_into(path):
    from ministack.core import iam_evaluator

    judge = iam_evaluator.enforce

    def noted(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        refusal = judge(access_key_id, iam_action, service, region, resource_arn, service_context)
        line = {"key": access_key_id, "action": iam_action, "resource": resource_arn, "allowed": refusal is None}
        with open(path, "a") as file:
            file.write(json.dumps(line) + "\n")
        return refusal

    iam_evaluator.enforce = noted
