//! The two languages of the pages. Exports are Korean.

/// `?lang=en`, then the cookie, then Korean; the browser's preference is not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Ko,
    En,
}

impl Lang {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Ko, Self::En].into_iter().find(|lang| lang.code() == code)
    }
}
