terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "prod" { default = true }
variable "password" {
  sensitive = true
  default = "a-secret-nobody-may-see"
}
locals { engine = var.prod ? "oracle-ee" : "postgres" }
module "orders" {
  source = "./modules/db"
  name   = "orders-db"
  engine = local.engine
  key    = aws_kms_key.main.arn
  password = var.password
}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
}
resource "aws_kms_key" "main" { enable_key_rotation = true }
resource "aws_ecs_cluster" "c" { name = "shop" }
resource "aws_ecs_cluster_capacity_providers" "c" {
  cluster_name = aws_ecs_cluster.c.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}
resource "aws_ecs_task_definition" "web" {
  family = "web"
  requires_compatibilities = ["FARGATE"]
  container_definitions = jsonencode([{ environment = [{ name = "P", value = var.password }] }])
}
resource "aws_ecs_service" "web" {
  name = "web"
  cluster = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.web.arn
}
resource "aws_lambda_function" "f" {
  for_each = { thumb = "python3.13", mail = "nodejs22.x" }
  function_name = "shop-${each.key}"
  runtime = each.value
  environment {
    variables = { PW = var.password }
  }
}
resource "aws_s3_bucket" "b" {
  count = var.prod ? 1 : 0
  bucket = "shop-data"
}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b[0].id
  versioning_configuration { status = "Enabled" }
}
resource "aws_sqs_queue" "off" { count = 0 }
resource "aws_eks_cluster" "k" {
  name = "k"
  vpc_config {
    endpoint_private_access = true
    endpoint_public_access = false
  }
}
resource "aws_eks_node_group" "n" { cluster_name = aws_eks_cluster.k.name }
resource "aws_eks_fargate_profile" "n" { cluster_name = aws_eks_cluster.k.name }
resource "aws_security_group" "sg" { name = "x" }
resource "aws_zzz_thing" "u" {}
resource "random_id" "r" { byte_length = 4 }
data "aws_ami" "a" {}
resource "aws_iam_role_policy_attachment" "x" { role = "a" }
