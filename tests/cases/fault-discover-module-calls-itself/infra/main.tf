module "a" {
 source = "./m"
}
