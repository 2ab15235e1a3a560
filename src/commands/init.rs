//! `ihaeng init`: an empty database with the plan and its first administrator.

use crate::commands::seal_key::{KeyPlace, register_first};
use crate::commands::seed::seed_registry;
use crate::commands::user::password_from;
use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::account::parse_login;
use crate::domain::clock::PlanClock;
use crate::domain::permission::{Grant, Role};
use crate::server::passwords::hash_now;
use crate::store::{Actor, NewPerson};
use clap::Args;

#[derive(Debug, Args)]
pub struct InitArgs {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: KeyPlace,
    /// The first administrator's log-in name.
    #[arg(long, default_value = "admin", value_name = "LOGIN")]
    admin: String,
    /// The administrator's name.
    #[arg(long, default_value = "시스템 관리자")]
    name: String,
    /// A file with the password; without it one is made and shown once.
    #[arg(long, value_name = "FILE")]
    password_file: Option<std::path::PathBuf>,
}

pub async fn run(args: InitArgs) -> CommandResult<()> {
    let login = parse_login(&args.admin)
        .ok_or_else(|| CommandError::told(format!("계정 이름으로 쓸 수 없습니다: {}", args.admin)))?;
    let password = password_from(args.password_file.as_deref(), &login)?;
    let store = args.place.make().await?;
    if !store.is_empty().await? {
        return Err(CommandError::told("이미 자료가 있는 데이터베이스입니다. 바꾼 것이 없습니다"));
    }
    let clock = PlanClock::default();
    let mut tx = store.write(&Actor::system(), clock.now()).await?;
    seed_registry(&mut tx, clock.today()).await?;
    let hash = hash_now(&password.text).map_err(|error| CommandError::told(error.to_string()))?;
    let grants = vec![Grant { role: Role::Admin, institution: None }];
    let person =
        NewPerson { login: login.clone(), name: args.name, password_hash: hash, must_change: password.made, grants };
    tx.add_person(&person).await?;
    let path = args.key.path(&args.place);
    let now = clock.now();
    let key = register_first(&mut tx, &path, now).await?;
    tx.commit().await?;
    store.close().await;
    println!("만들었습니다: {}", args.place.url());
    println!("봉인 키 {key}: {}", path.display());
    println!("관리자 계정: {login}");
    password.announce();
    Ok(())
}
