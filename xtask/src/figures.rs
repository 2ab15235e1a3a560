//! Measured figures beside their budgets.

use anyhow::Result;

use crate::{files, pack, site};

#[derive(Debug, PartialEq)]
pub struct Figure {
    pub what: String,
    pub measured: String,
    pub budget: String,
    /// Whether the budget holds; none where there is no budget.
    pub holds: Option<bool>,
}

impl Figure {
    pub fn at_most(what: &str, measured: f64, budget: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            measured: format!("{} {unit}", round(measured)),
            budget: format!("≤ {} {unit}", round(budget)),
            holds: Some(measured <= budget),
        }
    }

    pub fn without_budget(what: &str, measured: f64, unit: &str) -> Self {
        Self { what: what.into(), measured: format!("{} {unit}", round(measured)), budget: "–".into(), holds: None }
    }

    pub fn at_least(what: &str, measured: f64, floor: f64, unit: &str) -> Self {
        Self {
            budget: format!("≥ {} {unit}", round(floor)),
            holds: Some(measured >= floor),
            ..Self::without_budget(what, measured, unit)
        }
    }
}

fn round(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size < 0.1 => format!("{value:.3}"),
        _ => format!("{value:.2}"),
    }
}

/// What the files of the site weigh as gzip sends them, and the fonts as they are.
pub fn of_site() -> Result<Vec<Figure>> {
    let (mut program, mut styles, mut fonts) = (0, 0, 0);
    for file in files::files_below(&site::folder())? {
        let contents = std::fs::read(&file)?;
        match file.extension().and_then(|it| it.to_str()) {
            Some("js" | "wasm") => program += pack::gzip(&contents)?.len(),
            Some("css") => styles += pack::gzip(&contents)?.len(),
            Some("woff2") => fonts += contents.len(),
            _ => {}
        }
    }
    let kb = |bytes: usize| bytes as f64 / 1000.0;
    Ok(vec![
        Figure::at_most("wasm and JavaScript, gzip", kb(program), 120.0, "kB"),
        Figure::at_most("style, wasm and JavaScript, gzip", kb(program + styles), 250.0, "kB"),
        Figure::at_most("fonts", kb(fonts), 560.0, "kB"),
    ])
}

/// The figures as a table that reads well as text and as Markdown.
pub fn table(figures: &[Figure]) -> String {
    let head = ["what", "measured", "budget", "holds"].map(String::from);
    let rows = figures.iter().map(|it| {
        let holds = it.holds.map_or("", |yes| if yes { "yes" } else { "NO" });
        [it.what.clone(), it.measured.clone(), it.budget.clone(), holds.into()]
    });
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(width);
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        text.push_str(&line(row, &widths, ' '));
        if at == 0 {
            text.push_str(&line(&Default::default(), &widths, '-'));
        }
    }
    text
}

fn line(cells: &[String; 4], widths: &[usize; 4], fill: char) -> String {
    let mut text = String::from("|");
    for (cell, width) in cells.iter().zip(widths) {
        let gap: String = std::iter::repeat_n(fill, width - cell.chars().count()).collect();
        text.push_str(&format!(" {cell}{gap} |"));
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_kept_from_above_and_a_ceiling_from_below() {
        assert_eq!(Figure::at_least("a", 1200.0, 1000.0, "/s").holds, Some(true));
        assert_eq!(Figure::at_least("a", 900.0, 1000.0, "/s").holds, Some(false));
        assert_eq!(Figure::at_most("a", 2.0, 1.5, "ms").holds, Some(false));
        assert_eq!(Figure::without_budget("a", 2.0, "ms").holds, None);
    }

    #[test]
    fn the_table_is_markdown() {
        let text = table(&[Figure::at_most("a", 2.0, 1.0, "kB"), Figure::without_budget("빠름", 0.5, "s")]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "| ---- | -------- | ------ | ----- |");
        assert_eq!(lines[2], "| a    | 2 kB     | ≤ 1 kB | NO    |");
        assert_eq!(lines[3], "| 빠름   | 0.50 s   | –      |       |");
    }
}
