"""What Schemathesis is to expect beyond what the document says, and what not.

JSON Schema says what each member may be. It cannot say that `to` is after `from`, or that a cursor is one that was given. Such
rules are listed here, each as the service words it: a refusal for any other reason means that document and service differ.
"""

import re

import schemathesis

# What may always happen: the caller may not do it, there is no such thing, or it is in another state than the caller thinks.
STATES = {401, 403, 404, 409, 412}

# Rules between members, or between a request and what is there already.
RULES = [
    re.compile(rule)
    for rule in (
        # times
        r"must be (before|after|in) ",
        r"it must be after from",
        r"and to are given together",
        r"must be in the future",
        # numbers
        r"must be from 0 to (total|deployed)$",
        r"^must not be more than all$",
        r"^must have bounds that grow",
        r"^must not be below minimum$",
        r"^must lie between minimum and maximum ",
        r"^must be a decimal such as ",
        r"must be at most the number of locations",
        r"must be more than 0: at 0 ",
        r"^must be from 1 to \d{1,3}$",
        # who makes a key
        r"^only an operator of the platform makes ",
        # one of several members
        r"needs location_label",
        r"is required (with|for) ",
        r"is only taken with",
        r"is only for keys of the roles",
        r"does not go together with",
        r"must have (exactly one|either)",
        # cursors are made by the service
        r"must be a next_cursor of this list",
        r"belongs to a list with other filters",
        # what is named has to be there
        r"^(there is )?no such ",
        r"names no component of this service",
        # priorities are the agreement's
        r"^to: (there are no priorities|must be one of )",
        r"is not in the tree",
        r"^has two components with the key ",
        r"^is taken by an earlier element$",
        # a file without a byte
        r"^must not be empty$",
        # what a URL is, beyond a pattern
        r"^must be an absolute URL such as ",
        r"^the customer has no such ",
        # a series is of one component
        r"add labels that tell them apart",
        # names from the outside world
        r"must be an ISO 4217 currency code",
        # a calendar of seven closed days
        r"opens on no day",
        # the credential stands in a header of every request here
        r"give the API key once",
        # a text without a single line
        r"there are no measurements in the body",
    )
]
# The key of an example, which two examples share.
PROBLEMS = {"idempotency-mismatch"}
# Bodies whose format is told by docs/agreements.md: the document says only that they are objects or texts.
AGREEMENTS = {"lintAgreement", "createVersion", "changeVersion", "runBacktest"}


@schemathesis.serializer("application/x-protobuf")
def snappy(ctx, value):
    """A write request without series, compressed: a length of zero."""
    return value if isinstance(value, bytes) else b"\x00"


@schemathesis.check
def schema_valid_request_accepted(ctx, response, case):
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    if response.status_code < 400 or response.status_code >= 500 or response.status_code in STATES:
        return
    problem = response.json()
    if problem.get("type", "").rsplit("/", 1)[-1] in PROBLEMS:
        return
    identifier = case.operation.definition.raw.get("operationId")
    if response.status_code == 422 and identifier in AGREEMENTS:
        return
    errors = problem.get("errors") or [{"pointer": "", "detail": problem.get("detail", "")}]
    unknown = [error for error in errors if not any(rule.search(error["detail"]) for rule in RULES)]
    if unknown:
        raise AssertionError(f"{response.status_code} for a request that the document allows: {unknown}")


@schemathesis.check
def nothing_without_a_credential(ctx, response, case):
    """A right request without a credential is 401 unless the document says that anybody may make it."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or "Authorization" in response.request.headers:
        return
    schema = case.operation.schema.raw_schema
    security = case.operation.definition.raw.get("security", schema.get("security", []))
    if security and {} not in security and response.status_code != 401:
        raise AssertionError(f"{response.status_code} without a credential, expected 401")
