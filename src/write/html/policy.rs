//! The policy that lets a browser apply the page's one style, run its one script, and nothing else.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The `Content-Security-Policy` of a page with this style and this script; a page without one has an
/// empty script.
pub(super) fn policy(style: &str, script: &str) -> String {
    let mut policy = format!("default-src 'none'; style-src {}", source(style));
    if !script.is_empty() {
        policy.push_str(&format!("; script-src {}", source(script)));
    }
    policy.push_str("; base-uri 'none'; form-action 'none'");
    policy
}

/// Text as browsers digest it: they make every line ending a line feed first.
pub(super) fn as_digested(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_style_and_script_by_their_digests() {
        // printf 'p{}' | openssl dgst -sha256 -binary | base64
        let digest = "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='";
        assert!(policy("p{}", "x()").contains(&format!("style-src {digest}; script-src 'sha256-")));
        assert!(policy("x{}", "p{}").contains(&format!("; script-src {digest};")));
    }

    #[test]
    fn a_page_without_a_script_may_run_none() {
        assert!(!policy("p{}", "").contains("script-src"));
    }
}
