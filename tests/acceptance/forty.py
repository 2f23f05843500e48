"""Prints a services file of forty services: the largest document that a team is likely to file.

They are those of which the catalog says most, so a page of forty others is smaller.
"""

SERVICES = """
    ec2 auto-scaling ebs vpc elastic-load-balancing emr lightsail workspaces storage-gateway transfer-family
    rds aurora elasticache opensearch redshift documentdb neptune fsx efs msk
    ecs eks elastic-beanstalk sagemaker dms ecr
    s3 lambda dynamodb api-gateway cloudfront iam kms secrets-manager cloudtrail acm bedrock cognito sns ssm
""".split()
OWNERS = ["Web platform", "Data team", "Security team", "Network team"]
RECORDS = {
    "ec2/patch-guest-os": "{status: implemented, evidence: [{title: Patch report, date: 2026-10-30}]}",
    "iam/review-access": "{status: partial, due: 2027-01-31}",
    "vpc/record-flow-logs": "{status: alternative, note: The firewall records every connection.}",
}


def main():
    assert len(set(SERVICES)) == 40, len(set(SERVICES))
    print("project: {name: Forty services, organization: Example Retail Ltd, team: Web platform}")
    print("services:")
    for index, service in enumerate(SERVICES):
        print(f"  - {{service: {service}, owner: {OWNERS[index % len(OWNERS)]}}}")
    print("duties:")
    for duty, record in RECORDS.items():
        print(f"  {duty}: {record}")


main()
