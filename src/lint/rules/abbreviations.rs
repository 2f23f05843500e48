//! No abbreviation that a reader must look up: it is widely known, part of a service's name, a value that
//! the service has, or spelled out in the file.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::input::yaml::{Node, Value};
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step};

/// Abbreviations that everyone who reads such a document knows.
const KNOWN: &[&str] = &[
    "AES", "AMI", "API", "ARN", "ASP", "AWS", "CA", "CIDR", "CIS", "CLI", "CNAME", "CORS", "CPU",
    "DB", "DHCP", "DNS", "DNSSEC", "DSS", "FIPS", "FTP", "GB", "GDPR", "GPU", "HIPAA", "HTML",
    "HTTP", "HTTPS", "IBM", "ID", "IP", "ISO", "IT", "JDBC", "JSON", "JWT", "KB", "LDAP", "LDAPS",
    "MAC", "MB", "MD", "MFA", "NAT", "NFS", "NIST", "NTP", "OAUTH", "ODBC", "OIDC", "OK", "OS",
    "PC", "PCI", "PDF", "PEM", "PIN", "RAM", "RDP", "REST", "RPC", "RSA", "RTMP", "SAML", "SDK",
    "SFTP", "SHA", "SIM", "SLA", "SMB", "SMTP", "SOC", "SQL", "SSH", "SSL", "TCP", "TLS", "TTL",
    "UDP", "UI", "UNIX", "URI", "URL", "US", "USB", "UTC", "UUID", "VLAN", "VPC", "VPN", "WAN",
    "XML", "YAML",
];

/// Names of standards, protocols, products and functions of databases that happen to be in capitals: a
/// reader looks them up by that name.
const NAMES: &[&str] = &[
    "AMQP", "AZ", "BGP", "CDK", "CHAP", "CNI", "CSE", "DB2COMM", "DC2", "DICOM", "DMARC", "DTLS",
    "ESP", "FHIR", "GCM", "GENEVE", "HANA", "HDFS", "HVM", "ICMP", "IKE", "KVM", "LUKS", "MD5",
    "MMS", "NET", "NSX", "OCI", "OCSP", "OPC", "OSS", "PGP", "PKCS", "POSIX", "PTS", "RA3",
    "RADIUS", "RC4", "RDSADMIN", "RG", "RTMPS", "RTP", "SAM", "SCIM", "SDDC", "SIP", "SNI",
    "SPARQL", "SPF", "SPICE", "SRT", "SRTP", "SSE", "STIG", "SYS", "TCPIP", "UA", "WSUS",
];

/// Methods, commands, record types and states, quoted as they are written.
const LITERALS: &[&str] = &[
    "AAAA",
    "ALARM",
    "ALL",
    "ALTER",
    "AUTH",
    "BASIC",
    "COPY",
    "ERROR",
    "EXTENSION",
    "FROM",
    "GET",
    "HEAD",
    "INFO",
    "INSERT",
    "LATEST",
    "MX",
    "NS",
    "OFF",
    "OPTIONS",
    "OVERRIDE",
    "PUT",
    "STRICT",
    "SUCCESS",
    "TRACE",
    "TXT",
    "UNHEALTHY",
    "UNLOAD",
    "UPDATE",
];

/// Keys whose values are no prose.
const NO_PROSE: &[&str] = &[
    "also",
    "aliases",
    "assume",
    "cli",
    "cloudformation",
    "config",
    "default",
    "id",
    "resources",
    "security_hub",
    "source",
    "terraform",
    "when",
    "sets",
];

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let is_prose = ["services/", "traits/", "categories/", "account.yaml"]
        .iter()
        .any(|folder| file.path.starts_with(folder));
    if !is_prose {
        return Vec::new();
    }
    let mut walk = Walk {
        file,
        known: known(lint),
        findings: Vec::new(),
    };
    let mut spelled = BTreeSet::new();
    texts(file.root(), &mut |text| spelled_out(text, &mut spelled));
    values(file, &mut spelled);
    walk.known.extend(spelled);
    walk.node(file.root(), &mut Vec::new());
    walk.findings
}

/// What is known everywhere: the list, and the words of services' names.
fn known(lint: &Lint<'_>) -> BTreeSet<String> {
    let names = lint.catalog.names().iter();
    let names = names.flat_map(|names| names.others.iter().chain([&names.id]));
    let of_names = names.flat_map(|name| words(name)).map(str::to_uppercase);
    of_names
        .chain(
            [KNOWN, NAMES, LITERALS]
                .concat()
                .into_iter()
                .map(str::to_owned),
        )
        .collect()
}

/// The ids of attributes' values: they are quoted as they are.
fn values(file: &LintFile, found: &mut BTreeSet<String>) {
    let Value::Mapping(attributes) = &file.node(&[Step::Key("attributes")]).value else {
        return;
    };
    for attribute in attributes {
        let Some(Value::Mapping(values)) = attribute.value.get("values").map(|node| &node.value)
        else {
            continue;
        };
        for value in values {
            found.extend(words(value.key.text()).map(str::to_uppercase));
        }
    }
}

/// What stands in parentheses behind the words it abbreviates.
fn spelled_out(text: &str, found: &mut BTreeSet<String>) {
    for inside in text.split('(').skip(1) {
        let inside = inside.split(')').next().unwrap_or_default();
        let singular = words(inside).map(|word| word.strip_suffix('s').unwrap_or(word));
        found.extend(singular.map(str::to_uppercase));
    }
}

fn texts<'n>(node: &'n Node, each: &mut impl FnMut(&'n str)) {
    match &node.value {
        Value::Mapping(entries) => entries.iter().for_each(|entry| texts(&entry.value, each)),
        Value::Sequence(items) => items.iter().for_each(|item| texts(item, each)),
        Value::String(text) => each(text),
        _ => {}
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

struct Walk<'f> {
    file: &'f LintFile,
    known: BTreeSet<String>,
    findings: Vec<Diagnostic>,
}

impl<'f> Walk<'f> {
    fn node(&mut self, node: &'f Node, path: &mut Vec<Step<'f>>) {
        match &node.value {
            Value::Mapping(entries) => {
                for entry in entries {
                    let key = entry.key.text();
                    if NO_PROSE.contains(&key) {
                        continue;
                    }
                    path.push(Step::Key(key));
                    self.node(&entry.value, path);
                    path.pop();
                }
            }
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Step::Item(index));
                    self.node(item, path);
                    path.pop();
                }
            }
            Value::String(text) => self.text(text, path),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, path: &[Step<'f>]) {
        // What is written with a dot, a colon or an underscore is a name of code.
        let plain = text.split_whitespace().filter(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            !word.contains(['_', ':', '.', '=', '/'])
        });
        for word in plain.flat_map(words) {
            let upper = word.strip_suffix('s').unwrap_or(word);
            let is_abbreviation = upper.len() > 1
                && upper
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && upper.chars().filter(char::is_ascii_uppercase).count() > 1;
            if is_abbreviation && !self.known.contains(upper) {
                let message = format!("'{word}' is spelled out nowhere in the file");
                self.findings
                    .push(self.file.finding("catalog-form", message, path));
            }
        }
    }
}
