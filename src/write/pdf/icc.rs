//! The colour profile an archival file names: sRGB, written from the formulas of IEC 61966-2-1 and
//! the file layout of ICC.1:2004-10 (version 4), so that no foreign file is carried along.

/// Bytes of the profile, 500 or so.
pub(super) fn srgb() -> Vec<u8> {
    let curve = curve();
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("sRGB IEC61966-2.1")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (b"chad", matrix()),
        (b"rXYZ", xyz([0.436_07, 0.222_49, 0.013_92])),
        (b"gXYZ", xyz([0.385_15, 0.716_87, 0.097_08])),
        (b"bXYZ", xyz([0.143_07, 0.060_61, 0.714_10])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    push(&mut table, tags.len());
    for (name, content) in &tags {
        table.extend_from_slice(*name);
        push(&mut table, start + data.len());
        push(&mut table, content.len());
        data.extend_from_slice(content);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header(start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: usize) -> Vec<u8> {
    let mut header = Vec::with_capacity(128);
    push(&mut header, size);
    header.extend([0; 4]);
    header.extend([4, 0x20, 0, 0]);
    header.extend(b"mntrRGB XYZ ");
    // A fixed day: the profile is the same whenever it is written.
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.resize(68, 0);
    for value in [0.9642, 1.0, 0.8249] {
        header.extend(fixed(value));
    }
    header.resize(128, 0);
    header
}

/// The adaptation from daylight (D65) to the profile's white (D50), after Bradford.
fn matrix() -> Vec<u8> {
    let mut tag = b"sf32\0\0\0\0".to_vec();
    let rows = [
        [1.047_88, 0.022_92, -0.050_22],
        [0.029_59, 0.990_48, -0.017_08],
        [-0.009_24, 0.015_08, 0.751_68],
    ];
    tag.extend(rows.iter().flatten().flat_map(|&value| fixed(value)));
    tag
}

/// The sRGB transfer curve: a power with a straight start.
fn curve() -> Vec<u8> {
    let mut tag = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for value in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45] {
        tag.extend(fixed(value));
    }
    tag
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(values.iter().flat_map(|&value| fixed(value)));
    tag
}

/// Text in one language.
fn text(text: &str) -> Vec<u8> {
    let mut tag = b"mluc\0\0\0\0".to_vec();
    push(&mut tag, 1);
    push(&mut tag, 12);
    tag.extend(b"enUS");
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    push(&mut tag, units.len());
    push(&mut tag, 28);
    tag.extend(units);
    tag
}

fn push(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend((number as u32).to_be_bytes());
}

/// A signed number with sixteen bits after the point.
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::srgb;

    #[test]
    fn the_profile_states_its_own_size_and_small_it_is() {
        let profile = srgb();
        let stated = u32::from_be_bytes(profile[..4].try_into().unwrap());
        assert_eq!(stated as usize, profile.len());
        assert!(profile.len() < 800);
        assert_eq!(&profile[36..40], b"acsp");
    }
}
