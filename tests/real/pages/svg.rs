//! Draws the screen of a terminal as an SVG that needs no font, style sheet or other file.
//!
//! Each run of cells with one style is an element of its own with its place and length, so columns
//! stay aligned in any font, and the text can be selected.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// The size of a cell, and of the frame around the text, in user units.
const CELL: (f64, f64) = (8.4, 19.0);
const FONT_SIZE: f64 = 14.0;
const MARGIN: f64 = 18.0;

/// The dots of a window's title bar: what is shown is a terminal, not a page.
const TITLE_BAR: f64 = 22.0;
const DOTS: [&str; 3] = ["#ff5f57", "#febc2e", "#28c840"];

/// A background of its own, so that the picture can be read on a light page and on a dark one.
const BACKGROUND: &str = "#1b1f27";
const BORDER: &str = "#3a4150";
const FOREGROUND: &str = "#d5dae3";

/// The colours 0 to 7, bright enough for the background.
const COLORS: [&str; 8] = [
    "#5c6370", "#ff7b85", "#8fd17f", "#f0c674", "#82aaff", "#d2a6ff", "#6fd6e5", "#ffffff",
];

/// Returns the picture of what a screen shows, without empty lines at its end.
pub(super) fn draw(screen: &Screen) -> String {
    let columns = screen.size().1.get();
    let lines: Vec<Vec<Run>> = (0..screen.size().0.get())
        .map(|row| runs(screen, row))
        .collect();
    let used = lines.iter().rposition(|line| !line.is_empty());
    let lines = &lines[..used.map_or(0, |last| last + 1)];
    let width = f64::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = lines.len() as f64 * CELL.1 + 2.0 * MARGIN + TITLE_BAR;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" xml:space=\"preserve\" font-size=\"{FONT_SIZE}\" \
         font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\">\n\
         <title>keyrc in a terminal</title>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{BACKGROUND}\" stroke=\"{BORDER}\"/>\n",
        width - 1.0,
        height - 1.0,
    );
    for (index, color) in DOTS.iter().enumerate() {
        let x = MARGIN + 5.0 + 18.0 * index as f64;
        let _ = writeln!(
            svg,
            "<circle cx=\"{x}\" cy=\"18\" r=\"5\" fill=\"{color}\"/>"
        );
    }
    for (row, line) in lines.iter().enumerate() {
        for run in line {
            svg += &run.element(row);
        }
    }
    svg + "</svg>\n"
}

/// Cells of one line that follow each other and look the same.
struct Run {
    column: u16,
    text: String,
    look: Look,
}

#[derive(PartialEq)]
struct Look {
    color: &'static str,
    is_bold: bool,
    is_dim: bool,
}

fn runs(screen: &Screen, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..screen.size().1.get() {
        let cell = screen.cell(row, column).unwrap();
        let text = if cell.has_contents() {
            cell.contents()
        } else {
            " "
        };
        let look = Look::of(cell);
        match runs.last_mut() {
            Some(last) if last.look == look => last.text += text,
            _ => runs.push(Run {
                column,
                text: text.to_owned(),
                look,
            }),
        }
    }
    for run in &mut runs {
        run.text.truncate(run.text.trim_end().len());
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let color = match cell.fgcolor() {
            Color::Default => FOREGROUND,
            Color::Idx(index) => COLORS[usize::from(index) % COLORS.len()],
            Color::Rgb(..) => panic!("keyrc uses the colours of the terminal"),
        };
        Self {
            color,
            is_bold: cell.bold(),
            is_dim: cell.dim(),
        }
    }
}

impl Run {
    fn element(&self, row: usize) -> String {
        let x = MARGIN + f64::from(self.column) * CELL.0;
        let y = TITLE_BAR + MARGIN + (row as f64 + 0.75) * CELL.1;
        let length = self.text.chars().count() as f64 * CELL.0;
        let weight = if self.look.is_bold {
            " font-weight=\"700\""
        } else {
            ""
        };
        let opacity = if self.look.is_dim {
            " opacity=\"0.65\""
        } else {
            ""
        };
        format!(
            "<text x=\"{x:.1}\" y=\"{y:.2}\" textLength=\"{length:.1}\" fill=\"{}\"{weight}{opacity}>{}</text>\n",
            self.look.color,
            escaped(&self.text)
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
