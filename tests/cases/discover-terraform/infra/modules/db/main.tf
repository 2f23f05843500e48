variable "name" {}
variable "engine" {}
variable "key" { default = null }
variable "password" {}
variable "multi" { type = bool }
resource "aws_db_instance" "this" {
  identifier = var.name
  engine = var.engine
  license_model = "bring-your-own-license"
  multi_az = var.multi
  storage_encrypted = true
  kms_key_id = var.key
  password = var.password
}
