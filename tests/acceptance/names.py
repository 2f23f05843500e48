"""Holds the catalog's names of infrastructure code to the schemas of CloudFormation and of Terraform's
provider: every resource type, and every property by which an attribute shows, exists there.

    names.py SCHEMAS PROVIDER CATALOG

SCHEMAS is the folder of cfn-lint's schemas, PROVIDER the `lib` folder of @cdktf/provider-aws, CATALOG the
folder of the catalog's services. The last line is `N passed, M failed`.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path

import yaml

# Names that the schemas lack with reason.
REMOVED = Path(__file__).with_name("names-removed.txt")


class Strings(yaml.SafeLoader):
    """Reads every scalar as text, as onus does."""


Strings.yaml_implicit_resolvers = {}


class CloudFormation:
    def __init__(self, schemas):
        index = json.loads((schemas / "providers" / "us-east-1.json").read_text())
        for region in sorted((schemas / "providers").glob("*.json")):
            for name, file in json.loads(region.read_text()).items():
                index.setdefault(name, file)
        self.index = index
        self.resources = schemas / "resources"

    @cache
    def schema(self, name):
        return json.loads((self.resources / f"{self.index[name]}.json").read_text())

    def has_type(self, name):
        return name in self.index

    def has_property(self, path):
        name, *steps = path.split(".")
        if not self.has_type(name):
            return False
        schema = self.schema(name)
        nodes = [schema]
        for step in steps:
            nodes = [below for node in nodes for below in self.below(schema, node, step)]
            if not nodes:
                return False
        return True

    def below(self, schema, node, step, depth=0):
        """What stands under a property of a node, through references, lists and alternatives."""
        if depth > 12 or not isinstance(node, dict):
            return []
        found = []
        if "$ref" in node:
            target = schema
            for part in node["$ref"].lstrip("#/").split("/"):
                target = target.get(part, {})
            found += self.below(schema, target, step, depth + 1)
        if step in node.get("properties", {}):
            found.append(node["properties"][step])
        # A property that takes any object is not described further.
        if node.get("type") == "object" and "properties" not in node and "$ref" not in node:
            found.append(node)
        for key in ("items", "additionalProperties"):
            found += self.below(schema, node.get(key), step, depth + 1)
        for pattern in node.get("patternProperties", {}).values():
            found += self.below(schema, pattern, step, depth + 1)
        for key in ("oneOf", "anyOf", "allOf"):
            for option in node.get(key, []):
                found += self.below(schema, option, step, depth + 1)
        return found


class Terraform:
    DOCUMENTED = re.compile(r"/docs/resources/([a-z0-9_]+)#([a-z0-9_]+) ")

    def __init__(self, lib):
        self.arguments = {}
        for file in lib.glob("*/index.d.ts"):
            for name, argument in self.DOCUMENTED.findall(file.read_text()):
                self.arguments.setdefault(f"aws_{name}", set()).add(argument)
            generated = re.search(r'terraform-resource-type|"(aws_[a-z0-9_]+)"', file.read_text())
            if generated and generated.group(1):
                self.arguments.setdefault(generated.group(1), set())

    def has_type(self, name):
        return name in self.arguments

    def has_property(self, path):
        name, *steps = path.split(".")
        return self.has_type(name) and all(step in self.arguments[name] for step in steps)


def names(service):
    """The types and properties that a service names, each with the tool and with where it stands."""
    for tool in ("terraform", "cloudformation"):
        for name in service.get("resources", {}).get(tool) or []:
            yield tool, name, "resources"
        for attribute, detail in (service.get("attributes") or {}).items():
            for name in detail.get(tool) or []:
                yield tool, name, f"attribute '{attribute}'"


def main():
    schemas, provider, catalog = map(Path, sys.argv[1:])
    tools = {"cloudformation": CloudFormation(schemas), "terraform": Terraform(provider)}
    lines = REMOVED.read_text().splitlines()
    removed = {line for line in lines if line and not line.startswith("#")}
    passed = failed = 0
    unused = set(removed)
    for file in sorted(catalog.glob("*.yaml")):
        service = yaml.load(file.read_text(), Strings)
        for tool, name, where in names(service):
            known = tools[tool].has_property(name)
            if not known and name in removed:
                unused.discard(name)
                continue
            if known:
                passed += 1
            else:
                failed += 1
                print(f"{file.name}: {where}: {tool} has no '{name}'")
    for name in sorted(unused):
        failed += 1
        print(f"{REMOVED.name}: '{name}' is named by no service, or known after all")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
