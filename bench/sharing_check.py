#!/usr/bin/env python3
"""Holds exported bundles and events against what their formats say: sharing_check.py EXPORTS STIX_SCHEMAS [MISP_OBJECTS]

EXPORTS          folder with *.stix.json and *.misp.json, as "bench share" and "postvakt share export" write them
STIX_SCHEMAS     folder "schemas" of oasis-open/cti-stix2-json-schemas
MISP_OBJECTS     folder "objects" of MISP/misp-objects

Needs python3-jsonschema. Besides the schemas it checks what they cannot say: that each reference stands in the bundle, that ids are there once, that URLs are of RFC 3986, that ids of observables
follow from what they name (STIX 2.1, 2.9), that times are in order, and that relations of MISP's objects and their types are those of the templates.
"""
import collections
import json
import pathlib
import re
import sys
import uuid

import jsonschema
from referencing import Registry, Resource

SPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
NAMED_BY = {"url": ["value"], "domain-name": ["value"], "ipv4-addr": ["value"], "ipv6-addr": ["value"], "email-addr": ["value"], "file": ["hashes", "name"], "email-message": ["from_ref", "subject", "body"]}
URL = re.compile(r"^[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[A-Za-z0-9._~-]+)(:[0-9]+)?(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$")


def validators(folder):
    """A validator for each type of object, and one for the bundle."""
    resources, found = [], {}
    for path in pathlib.Path(folder).rglob("*.json"):
        schema = json.loads(path.read_text())
        resources.append((schema["$id"], Resource.from_contents(schema)))
        found[path.stem] = schema
    registry = Registry().with_resources(resources)
    return {name: jsonschema.Draft202012Validator(schema, registry=registry, format_checker=jsonschema.FormatChecker()) for name, schema in found.items()}


def references(value):
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from references(inner)
        elif isinstance(inner, list):
            for item in inner:
                if isinstance(item, dict):
                    yield from references(item)
                elif name.endswith("_refs"):
                    yield item
        elif name.endswith("_ref"):
            yield inner


def stix_faults(bundle, schemas):
    for error in schemas["bundle"].iter_errors({**bundle, "objects": bundle["objects"][:1]}):
        yield f"bundle: {error.message[:200]}"
    ids = collections.Counter(o["id"] for o in bundle["objects"])
    yield from (f"{i}: there more than once" for i, n in ids.items() if n > 1)
    for thing in bundle["objects"]:
        for error in schemas[thing["type"]].iter_errors(thing):
            yield f"{thing['id']}: {error.message[:200]}"
        yield from (f"{thing['id']}: names {r}, which is missing" for r in references(thing) if r not in ids)
        if thing["type"] == "url" and not URL.match(thing["value"]):
            yield f"{thing['id']}: no URL of RFC 3986: {thing['value']}"
        if thing["type"] in NAMED_BY:
            named = {k: thing[k] for k in NAMED_BY[thing["type"]] if k in thing}
            canonical = json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            if thing["id"] != f"{thing['type']}--{uuid.uuid5(SPACE, canonical)}":
                yield f"{thing['id']}: another id than its content gives"
        for first, last in (("created", "modified"), ("first_seen", "last_seen"), ("first_observed", "last_observed"), ("valid_from", "valid_until")):
            if first in thing and last in thing and thing[first] > thing[last]:
                yield f"{thing['id']}: {first} after {last}"


def misp_faults(told, templates):
    event = told["Event"]
    uuids = collections.Counter(a["uuid"] for a in [*event["Attribute"], *event["Object"], *(a for o in event["Object"] for a in o["Attribute"])])
    yield from (f"{u}: there more than once" for u, n in uuids.items() if n > 1)
    for thing in event["Object"]:
        template = templates[thing["name"]]
        if (thing["template_uuid"], thing["template_version"], thing["meta-category"]) != (template["uuid"], str(template["version"]), template["meta-category"]):
            yield f"{thing['uuid']}: another template than {template['uuid']} {template['version']}"
        relations = [a["object_relation"] for a in thing["Attribute"]]
        if "requiredOneOf" in template and not set(relations) & set(template["requiredOneOf"]):
            yield f"{thing['uuid']}: none of what {thing['name']} needs"
        for attribute in thing["Attribute"]:
            relation = template["attributes"].get(attribute["object_relation"])
            if relation is None or relation["misp-attribute"] != attribute["type"]:
                yield f"{attribute['uuid']}: {attribute['object_relation']} of type {attribute['type']} is not in {thing['name']}"
            elif attribute["category"] not in relation.get("categories", [attribute["category"]]):
                yield f"{attribute['uuid']}: category {attribute['category']} of {attribute['object_relation']}"
            elif relations.count(attribute["object_relation"]) > 1 and not relation.get("multiple"):
                yield f"{attribute['uuid']}: {attribute['object_relation']} more than once"


def main(exports, stix, misp=None):
    schemas = validators(stix)
    templates = {p.parent.name: json.loads(p.read_text()) for p in pathlib.Path(misp).glob("*/definition.json")} if misp else {}
    counts = collections.Counter()
    for path in sorted(pathlib.Path(exports).iterdir()):
        if path.name.endswith(".stix.json"):
            told = json.loads(path.read_text())
            kind, faults = "bundles", list(stix_faults(told, schemas))
            counts["objects"] += len(told["objects"])
        elif path.name.endswith(".misp.json") and templates:
            kind, faults = "events", list(misp_faults(json.loads(path.read_text()), templates))
        else:
            continue
        counts[kind] += 1
        counts[f"{kind} wrong"] += bool(faults)
        for fault in faults[:10]:
            print(f"{path.name}: {fault}")
    print(f"{counts['bundles']} bundles with {counts['objects']} objects, {counts['bundles wrong']} wrong; {counts['events']} events, {counts['events wrong']} wrong")
    return 1 if counts["bundles wrong"] + counts["events wrong"] else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:4]))
