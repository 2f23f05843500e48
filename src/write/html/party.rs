//! Which party a cell names. It only chooses a class: the words stay as they are.

/// The class of a cell in a matrix, whose whole text is a party's letter.
pub(super) fn of_letter(text: &str) -> Option<&'static str> {
    match text {
        "A" => Some("party-aws"),
        "S" => Some("party-shared"),
        "T" => Some("party-team"),
        "P" => Some("party-platform"),
        "?" => Some("party-nobody"),
        _ => None,
    }
}

/// The class of a cell in a column headed `Holder`: any other name is that of a team.
pub(super) fn of_holder(text: &str) -> Option<&'static str> {
    match text {
        "" => None,
        "AWS" => Some("party-aws"),
        "Shared" => Some("party-shared"),
        "Platform" => Some("party-platform"),
        "?" => Some("party-nobody"),
        _ => Some("party-team"),
    }
}
