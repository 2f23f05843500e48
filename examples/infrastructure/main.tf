# A small shop, to show what `onus discover` makes of it.

variable "engine" {
  default = "postgres"
}

resource "aws_kms_key" "data" {
  enable_key_rotation = true
}

resource "aws_db_instance" "orders" {
  identifier              = "orders-db"
  engine                  = var.engine
  multi_az                = true
  backup_retention_period = 14
  storage_encrypted       = true
  kms_key_id              = aws_kms_key.data.arn
}

resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
}

resource "aws_ecs_service" "web" {
  name            = "web"
  task_definition = aws_ecs_task_definition.web.arn
}

resource "aws_security_group" "web" {
  name = "web"
}
