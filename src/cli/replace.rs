//! Replaces files whole: all are written beside their targets first, then renamed.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use tempfile::{Builder, NamedTempFile};

/// Writes files so that a failure leaves every old one as it was.
///
/// # Errors
/// When a directory or a file cannot be written; the message names it.
pub(super) fn replace(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    let mut written = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let failed = || format!("cannot write '{}'", path.display());
        written.push((beside(path, bytes).with_context(failed)?, path));
    }
    for (file, path) in written {
        file.persist(path)
            .with_context(|| format!("cannot write '{}'", path.display()))?;
    }
    Ok(())
}

fn beside(path: &std::path::Path, bytes: &[u8]) -> anyhow::Result<NamedTempFile> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let directory = directory.unwrap_or(std::path::Path::new("."));
    fs::create_dir_all(directory)?;
    if path.is_dir() {
        anyhow::bail!("a directory is in the way");
    }
    let mut builder = Builder::new();
    builder.prefix(".onus-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As a new file of the user's; the umask takes from it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}
