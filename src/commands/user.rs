//! `ihaeng user add`: people from the command line.

use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::account::{check_password, parse_login};
use crate::domain::clock::PlanClock;
use crate::domain::ids::Slug;
use crate::domain::permission::{Grant, Role};
use crate::server::passwords::hash_now;
use crate::store::{Actor, NewPerson};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Adds a person with one role.
    Add(AddArgs),
}

#[derive(Debug, Args)]
struct AddArgs {
    #[command(flatten)]
    place: Place,
    /// The log-in name.
    login: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// officer, head, pmo, viewer or admin.
    #[arg(long)]
    role: String,
    /// The institution, for officer and head.
    #[arg(long, value_name = "SLUG")]
    institution: Option<String>,
    /// A file with the password; without it one is made and shown once.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// A password and whether it was made here.
pub struct Password {
    pub text: String,
    pub made: bool,
}

impl Password {
    pub fn announce(&self) {
        if self.made {
            println!("처음 비밀번호(한 번만 보여 줍니다. 첫 로그인 때 바꿔야 합니다): {}", self.text);
        }
    }
}

/// The password in a file, or a new one.
pub fn password_from(file: Option<&Path>, login: &str) -> CommandResult<Password> {
    let Some(file) = file else {
        return Ok(Password { text: hex::encode(rand::random::<[u8; 9]>()), made: true });
    };
    let text = std::fs::read_to_string(file)
        .map_err(|error| CommandError::told(format!("비밀번호 파일 {}를 읽을 수 없습니다: {error}", file.display())))?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    check_password(&text, login)
        .map_err(|_| CommandError::told("비밀번호는 열 글자 이상이고 계정 이름을 담지 않아야 합니다"))?;
    Ok(Password { text, made: false })
}

pub async fn run(args: UserArgs) -> CommandResult<()> {
    let UserCommand::Add(args) = args.command;
    let login = parse_login(&args.login)
        .ok_or_else(|| CommandError::told(format!("계정 이름으로 쓸 수 없습니다: {}", args.login)))?;
    let role = Role::parse(&args.role).ok_or_else(|| CommandError::told(format!("없는 역할: {}", args.role)))?;
    let store = args.place.open().await?;
    let institution = match (role.needs_institution(), &args.institution) {
        (true, Some(text)) => {
            let known = store.institutions().await?;
            let slug = Slug::parse(text).filter(|slug| known.iter().any(|one| one.slug == *slug));
            Some(slug.ok_or_else(|| CommandError::told(format!("없는 기관: {text}")))?)
        }
        (true, None) => return Err(CommandError::told("officer와 head에는 --institution이 있어야 합니다")),
        (false, _) => None,
    };
    let password = password_from(args.password_file.as_deref(), &login)?;
    let hash = hash_now(&password.text).map_err(|error| CommandError::told(error.to_string()))?;
    let mut tx = store.write(&Actor::system(), PlanClock::default().now()).await?;
    let grants = vec![Grant { role, institution }];
    let person =
        NewPerson { login: login.clone(), name: args.name, password_hash: hash, must_change: password.made, grants };
    if tx.add_person(&person).await?.is_none() {
        return Err(CommandError::told(format!("이미 있는 계정: {login}")));
    }
    tx.commit().await?;
    store.close().await;
    println!("더했습니다: {login}");
    password.announce();
    Ok(())
}
