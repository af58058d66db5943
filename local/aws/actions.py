"""Tells MiniStack AWS's own names for what some requests of Lambda, KMS and CloudWatch do, and with what.

MiniStack takes every request on an event source mapping for a list, those on a function's URL and concurrency for their
making, and leaves open which function, alias or alarm is meant. It doesn't know either
which function a new mapping is for. A policy that allows just what is done would then deny it.
"""

import json

ON_ONE_MAPPING = {
    "GET": "GetEventSourceMapping",
    "PUT": "UpdateEventSourceMapping",
    "DELETE": "DeleteEventSourceMapping",
}
ON_FUNCTION = {
    "url": {
        "GET": "GetFunctionUrlConfig",
        "POST": "CreateFunctionUrlConfig",
        "PUT": "UpdateFunctionUrlConfig",
        "DELETE": "DeleteFunctionUrlConfig",
    },
    "concurrency": {
        "GET": "GetFunctionConcurrency",
        "PUT": "PutFunctionConcurrency",
        "DELETE": "DeleteFunctionConcurrency",
    },
    "event-invoke-config": {
        "GET": "GetFunctionEventInvokeConfig",
        "PUT": "PutFunctionEventInvokeConfig",
        "POST": "UpdateFunctionEventInvokeConfig",
        "DELETE": "DeleteFunctionEventInvokeConfig",
    },
}


def teach():
    from ministack.core import iam_actions

    known_action = iam_actions.extract_iam_action
    known_resource = iam_actions.extract_resource_arn

    def action(service, method, path, headers, body, query_params):
        name = lambda_action(method, path) if service == "lambda" else None
        return f"lambda:{name}" if name else known_action(service, method, path, headers, body, query_params)

    def resource(service, method, path, headers, body, query_params, region, account_id):
        found = known_resource(service, method, path, headers, body, query_params, region, account_id)
        if found != "*":
            return found
        tagged = json_of(body).get("ResourceARN")
        if service == "monitoring" and isinstance(tagged, str):
            return tagged
        named = name_in(service, json_of(body))
        return f"arn:aws:{named[0]}:{region}:{account_id}:{named[1]}" if named else found

    known_tags = iam_actions.request_tag_context

    def context(service, iam_action, body, params):
        found = known_tags(service, iam_action, body, params)
        if iam_action == "lambda:CreateEventSourceMapping":
            found = {**found, "lambda:FunctionArn": function_arn(json_of(body).get("FunctionName"))}
        return found

    iam_actions.request_tag_context = context
    iam_actions.extract_iam_action = action
    iam_actions.extract_resource_arn = resource


def lambda_action(method, path):
    parts = [part for part in path.split("/") if part][1:]
    if len(parts) == 2 and parts[0] == "event-source-mappings":
        return ON_ONE_MAPPING.get(method)
    if len(parts) == 3 and parts[0] == "functions":
        return ON_FUNCTION.get(parts[2], {}).get(method)
    return None


def name_in(service, given):
    """The service's name in an ARN, and the resource that a request names in its body."""
    if service == "lambda" and isinstance(given.get("FunctionName"), str) and "EventSourceArn" not in given:
        return "lambda", f"function:{given['FunctionName']}"
    if service == "kms" and isinstance(given.get("AliasName"), str):
        return "kms", given["AliasName"]
    alarms = given.get("AlarmNames")
    if service == "monitoring" and isinstance(alarms, list) and len(alarms) == 1:
        return "cloudwatch", f"alarm:{alarms[0]}"
    return None


def function_arn(name):
    from ministack.core.responses import get_account_id, get_region

    return name if str(name).startswith("arn:") else f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:{name}"


def json_of(body):
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
