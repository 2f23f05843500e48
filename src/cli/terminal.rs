//! Where results and messages go: results to standard output, all else to standard error.

use std::io::{self, IsTerminal, Write};

use super::args::{Color, TerminalArgs};
use crate::diagnostic::{self, Diagnostic, render};

/// The two streams of a run, and how they are written.
pub struct Terminal {
    message_format: render::MessageFormat,
    color: bool,
    /// Remarks are for a person at a terminal who did not ask for silence.
    remarks: bool,
    /// Findings gathered for formats that are one text for the whole run.
    gathered: Vec<Diagnostic>,
}

impl Terminal {
    pub fn new(args: TerminalArgs) -> Self {
        let stderr = io::stderr();
        let color = match args.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never,
        };
        Terminal {
            message_format: args.message_format,
            color,
            remarks: stderr.is_terminal() && !args.quiet,
            gathered: Vec::new(),
        }
    }

    /// Writes a result.
    ///
    /// # Errors
    /// When standard output cannot take it.
    pub(super) fn result(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()
    }

    /// Takes findings; they are printed by [`Terminal::finish`], sorted by place.
    pub(super) fn findings(&mut self, diagnostics: Vec<Diagnostic>) {
        self.gathered.extend(diagnostics);
    }

    /// Prints what was found. Whoever stops reading, as `head` does, still learns from the exit status.
    ///
    /// # Errors
    /// When standard error cannot take it.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let mut diagnostics = std::mem::take(&mut self.gathered);
        diagnostic::sort(&mut diagnostics);
        // A SARIF log without results is a result too; silence suits the other formats.
        if diagnostics.is_empty() && self.message_format != render::MessageFormat::Sarif {
            return Ok(());
        }
        let text = render::render(&diagnostics, self.message_format, self.color);
        match io::stderr().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }

    /// Tells a person at the terminal what was done.
    pub(super) fn remark(&self, text: &str) {
        if self.remarks {
            // A remark that cannot be printed changes nothing.
            let _ = writeln!(io::stderr(), "{text}");
        }
    }
}
