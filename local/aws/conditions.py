"""Teaches MiniStack two of S3's condition keys, on which a bucket policy stands that demands one key for all objects.

MiniStack knows s3:x-amz-server-side-encryption alone. To a policy that asks whether a header is there, an unknown key is
one that never is: what AWS allows would be denied, and what it denies allowed.
"""

NAMES = (
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-customer-algorithm",
)


def teach():
    from ministack.core import iam_actions
    from ministack.services import s3

    known = iam_actions._s3_object_context

    def with_encryption(iam_action, query_params, path, headers):
        context = known(iam_action, query_params, path, headers)
        if iam_action != "s3:PutObject" or not path.lstrip("/").partition("/")[2]:
            return context
        upload_id = iam_actions._query_param(query_params, "uploadId")
        sent = headers if not upload_id else declared_by(s3._multipart_uploads.get(upload_id))
        for name in NAMES:
            if sent.get(name):
                context[f"s3:{name}"] = sent[name]
        return context

    iam_actions._s3_object_context = with_encryption


def declared_by(upload):
    """The headers that an upload in parts began with; what the bucket's default added is none of them."""
    if not upload:
        return {}
    headers = upload.get("preserved_headers") or {}
    return headers if upload.get("requested_sse") or NAMES[1] in headers else {}
