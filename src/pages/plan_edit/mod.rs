//! What the PMO edits of a plan: the wording of a task, its subtasks. The forms; what all readers see of subtasks stands on
//! the page of the task.

pub mod subtask;
pub mod wording;

use crate::domain::report::value;
use crate::pages::components::{Field, breadcrumb, error_summary};
use crate::pages::record::Scene;
use crate::pages::texts::{plan_edit as texts, record, tasks};
use leptos::prelude::*;

/// A form as it was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub fields: Vec<(String, String)>,
    pub faults: Vec<(String, String)>,
}

impl Typed {
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        value(&self.fields, name).trim()
    }

    pub fn fault(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.faults.push((field.into(), text.into()));
    }

    fn told(&self) -> Vec<(&str, String)> {
        self.faults.iter().map(|(field, text)| (field.as_str(), text.clone())).collect()
    }

    fn field(&self, name: &str, label: impl Into<String>) -> Field {
        Field::new(name, label).value(self.get(name)).faults(&self.told())
    }

    fn summary(&self, scene: &Scene) -> AnyView {
        error_summary(texts::faults(scene.lang()), &self.told())
    }
}

/// The way back to the task, and the page's heading.
fn head(scene: &Scene, task: crate::domain::ids::TaskNo, title: String, sub: &'static str) -> AnyView {
    let lang = scene.lang();
    let steps = [
        (tasks::title(lang).to_owned(), Some(scene.info.link("/tasks"))),
        (record::task_no(lang, task), Some(scene.info.link(&format!("/tasks/{task}")))),
        (title.clone(), None),
    ];
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div><h1>{title}</h1><p class="sub">{sub}</p></div></div>
    }
    .into_any()
}
