//! Equipment in one cell: a line each, its eight values set apart by `|`. A `|` or a line end that somebody typed is
//! written `\|` and `\n`.

use super::words::{code_of, word_of};
use crate::domain::report::value;
use crate::domain::systems::fields::{EQUIPMENT_NAMES, Fields, equipment_field};

/// The cell of a system's equipment, as its fields have it.
pub(super) fn write(fields: &Fields) -> String {
    let lines = (0..).map_while(|n| {
        let values = EQUIPMENT_NAMES.map(|name| shown(name, value(fields, &equipment_field(n, name))));
        values.iter().any(|value| !value.is_empty()).then(|| values.join(" | ").trim_end_matches([' ', '|']).to_owned())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn shown(name: &str, value: &str) -> String {
    let value = if name == "kind" { word_of("kind", value) } else { value };
    value.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n")
}

/// The fields of a cell; the numbers of the lines that have more than eight values are told beside them.
pub(super) fn read(cell: &str) -> (Fields, Vec<usize>) {
    let (mut fields, mut crowded) = (Fields::new(), Vec::new());
    for (n, line) in cell.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let values = values(line);
        if values.len() > EQUIPMENT_NAMES.len() {
            crowded.push(n);
        }
        fields.extend(EQUIPMENT_NAMES.iter().zip(values).map(|(name, value)| {
            let value = if *name == "kind" { code_of("kind", &value) } else { value };
            (equipment_field(n, name), value)
        }));
    }
    (fields, crowded)
}

fn values(line: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        let last = values.len() - 1;
        match sign {
            '|' => values.push(String::new()),
            '\\' => match signs.next() {
                Some('n') => values[last].push('\n'),
                Some(escaped @ ('|' | '\\')) => values[last].push(escaped),
                Some(other) => values[last].extend(['\\', other]),
                None => values[last].push('\\'),
            },
            other => values[last].push(other),
        }
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_read_as_it_is_explained() {
        let (fields, crowded) = read("서버 | 웹서버 | 4 | 2017-05 | 7 | 2025-H1 | 2025 | 350\n\n 그밖|전화기||2020|5");
        assert_eq!(crowded, [] as [usize; 0]);
        let of = |name: &str| value(&fields, name).to_owned();
        assert_eq!(
            ["eq_0_kind", "eq_0_cost", "eq_1_kind", "eq_1_count", "eq_1_life"].map(of),
            ["server", "350", "other", "", "5"]
        );
        assert_eq!(read("서버|a|1|2017|7||||넘침").1, [0]);
    }

    proptest! {
        #[test]
        fn whatever_somebody_named_equipment_reads_back(names in proptest::collection::vec("[가-나a|\\\\\n ]{0,6}", 1..4)) {
            let fields: Fields = names.iter().enumerate().flat_map(|(n, name)| [
                (equipment_field(n, "kind"), "server".to_owned()), (equipment_field(n, "name"), name.trim().to_owned()),
                (equipment_field(n, "made"), "2017".to_owned())]).collect();
            let (read, crowded) = read(&write(&fields));
            prop_assert!(crowded.is_empty());
            for (name, given) in &fields {
                prop_assert_eq!(value(&read, name), given);
            }
        }
    }
}
