//! Where results and messages go: results to standard output, all else to standard error.

use std::io::{self, IsTerminal, Write};

use super::Status;
use super::args::{Color, TerminalArgs};
use crate::diagnostic::{self, Diagnostic, render};

/// The two streams of a run, and how they are written.
pub struct Terminal {
    message_format: render::MessageFormat,
    color: bool,
    /// Remarks are for a person at a terminal who did not ask for silence.
    remarks: bool,
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

    /// Prints what a run found, sorted by place. Whoever stops reading, as `head` does, still learns from
    /// the exit status.
    ///
    /// # Errors
    /// When standard error cannot take it.
    pub(super) fn report(&mut self, mut diagnostics: Vec<Diagnostic>) -> io::Result<()> {
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

    /// Prints the findings for which a run goes no further.
    ///
    /// # Errors
    /// When standard error cannot take them.
    pub(super) fn refuse(&mut self, diagnostics: Vec<Diagnostic>) -> anyhow::Result<Status> {
        self.report(diagnostics)?;
        Ok(Status::Invalid)
    }

    /// Tells a person at the terminal what was done.
    pub(super) fn remark(&self, text: &str) {
        if self.remarks {
            // A remark that cannot be printed changes nothing.
            let _ = writeln!(io::stderr(), "{text}");
        }
    }
}
