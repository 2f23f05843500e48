//! "Did you mean": the nearest known word.

/// Words further away than this many edits a third of their length are no suggestion.
const NEAR: usize = 3;

/// The known word nearest to `word` without regard to case, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let limit = (length / NEAR).max(1);
    known
        .into_iter()
        // A word of a megabyte is not measured letter by letter.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `'a', 'b' or 'c'`.
pub fn quoted_list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("'{word}'")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// `a, b and c`.
pub fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let known = ["ec2", "ecs", "lambda"];
        assert_eq!(nearest("ec3", known), Some("ec2"));
        assert_eq!(nearest("Lamda", known), Some("lambda"));
        assert_eq!(nearest("redshift", known), None);
    }

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(quoted_list(["a", "b", "c"]), "'a', 'b' or 'c'");
    }
}
