module "b" {
 source = "../m"
}
