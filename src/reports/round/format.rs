//! In which forms a report leaves.

/// The forms in which a round leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Xlsx,
    Csv,
    Hwpx,
    Pdf,
    Json,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Xlsx, Self::Csv, Self::Hwpx, Self::Pdf, Self::Json];

    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Hwpx => "hwpx",
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }

    #[must_use]
    pub fn parse(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Hwpx => "application/hwp+zip",
            Self::Pdf => "application/pdf",
            Self::Json => "application/json",
        }
    }
}
