//! `ihaeng serve`: the web server.

use crate::commands::seal_key::{KeyPlace, first_key};
use crate::commands::seed::{CLOCK_OFFSET, DEMO_MARK, DEMO_PASSWORD, seed_demonstration_with};
use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::calendar::{KST, day_of};
use crate::domain::clock::{PlanClock, SystemClock};
use crate::server::mail::MailSettings;
use crate::server::seal_key::{KeyFileError, read_key};
use crate::server::{App, jobs, router};
use crate::store::{Actor, Store};
use axum::serve::ListenerExt;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use clap::Args;
use object_store::local::LocalFileSystem;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The address to listen on.
    #[arg(long, env = "IHAENG_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDR")]
    listen: SocketAddr,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: KeyPlace,
    /// Serves the demonstration: invented figures, known passwords, loopback only.
    #[arg(long, env = "IHAENG_DEMO")]
    demo: bool,
    /// The day on which the demonstration's clock starts (09:00 Korean time), in a new database.
    #[arg(long, env = "IHAENG_CLOCK", requires = "demo", value_name = "DATE")]
    clock: Option<NaiveDate>,
    /// Readers reach this server over https, through a proxy that ends TLS.
    #[arg(long, env = "IHAENG_TLS")]
    tls: bool,
    #[command(flatten)]
    mail: MailArgs,
}

/// How mail goes out; without a server, notices stand in the inbox alone.
#[derive(Debug, Args)]
struct MailArgs {
    /// `smtps://[NAME:PASSWORD@]HOST[:PORT]`, or `smtp://…` with STARTTLS, or `smtp://…?tls=none` on a closed network.
    #[arg(long, env = "IHAENG_SMTP", value_name = "URL", hide_env_values = true)]
    smtp: Option<String>,
    /// The sender, for example `이행 <ihaeng@example.go.kr>`.
    #[arg(long, env = "IHAENG_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// The address of this service as readers know it; mails lead there.
    #[arg(long, env = "IHAENG_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
}

impl MailArgs {
    fn read(&self) -> CommandResult<Option<MailSettings>> {
        MailSettings::read(self.smtp.as_deref(), self.mail_from.as_deref(), self.base_url.as_deref())
            .map_err(CommandError::told)
    }
}

pub async fn run(args: ServeArgs) -> CommandResult<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    if args.demo && !args.listen.ip().is_loopback() {
        let sentence = format!("시연은 비밀번호가 공개돼 있어 루프백 주소에서만 엽니다: {}", args.listen);
        return Err(CommandError::told(sentence));
    }
    let mail = args.mail.read()?;
    // Asked first, so that a port in use changes nothing.
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| CommandError::told(format!("{} 주소를 열 수 없습니다: {error}", args.listen)))?;
    let (store, clock) =
        if args.demo { open_demo(&args).await? } else { (open_real(&args.place).await?, PlanClock::default()) };
    let folder = args.place.data.join("evidence");
    std::fs::create_dir_all(&folder)
        .map_err(|error| CommandError::told(format!("증빙 폴더 {}를 만들 수 없습니다: {error}", folder.display())))?;
    let files = LocalFileSystem::new_with_prefix(&folder).map_err(|error| CommandError::told(error.to_string()))?;
    let app = App::new(store.clone(), clock, args.demo, args.tls, Arc::new(files));
    offer_seal_key(&app, &args)?;
    tokio::spawn(forget_old_sessions(store.clone()));
    if let Some(mail) = mail {
        // Set once, before anybody reads it.
        drop(app.mail.set(mail));
    }
    let (stop, stopping) = oneshot::channel();
    let jobs = tokio::spawn(jobs::run(Arc::clone(&app), stopping));
    announce(&args, listener.local_addr().unwrap_or(args.listen));
    // Small answers must not wait for a full packet: without this each page takes 40 ms longer.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router(app))
        .with_graceful_shutdown(stopped())
        .await
        .map_err(|error| CommandError::told(error.to_string()))?;
    drop(stop);
    // A mail that is under way may take as long as its server; it is claimed, and goes again after the next start.
    drop(tokio::time::timeout(Duration::from_secs(5), jobs).await);
    store.close().await;
    Ok(())
}

/// Lets this server seal, where it has the key. A key that others may read keeps it from starting.
fn offer_seal_key(app: &App, args: &ServeArgs) -> CommandResult<()> {
    let path = args.key.path(&args.place);
    match read_key(&path) {
        Ok(_) => drop(app.seal_key.set(path)),
        // Not every server seals: only a file that was named must be there.
        Err(KeyFileError::Missing(_)) if args.key.seal_key.is_none() => drop(app.seal_key.set(path)),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn open_real(place: &Place) -> CommandResult<Store> {
    let store = place.open().await?;
    if store.setting(DEMO_MARK).await?.is_some() {
        return Err(CommandError::told("시연용 데이터베이스입니다. `--demo`로 열거나 다른 데이터베이스를 지정하세요"));
    }
    Ok(store)
}

async fn open_demo(args: &ServeArgs) -> CommandResult<(Store, PlanClock)> {
    let store = args.place.make().await?;
    let marked = store.setting(DEMO_MARK).await?.is_some();
    if !marked && !store.is_empty().await? {
        return Err(CommandError::told(
            "시연용이 아닌 데이터베이스에는 시연 자료를 넣지 않습니다. 다른 `--data`를 지정하세요",
        ));
    }
    if !marked {
        let start = demo_start(args.clock)?;
        let key = first_key(&args.key.path(&args.place))?;
        seed_demonstration_with(&store, &key, start, day_of(start)).await?;
        let offset = start - SystemClock.now();
        let mut tx = store.write(&Actor::system(), start).await?;
        tx.set_setting(CLOCK_OFFSET, &offset.num_microseconds().unwrap_or(0).to_string()).await?;
        tx.commit().await?;
    }
    let offset = store.setting(CLOCK_OFFSET).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok((store, PlanClock::shifted(TimeDelta::microseconds(offset))))
}

fn demo_start(day: Option<NaiveDate>) -> CommandResult<DateTime<Utc>> {
    let first = NaiveDate::from_ymd_opt(2024, 3, 20).unwrap_or_default();
    let day = day.unwrap_or(first);
    if day < first {
        return Err(CommandError::told("시연 시계는 2024-03-20보다 앞설 수 없습니다"));
    }
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or(NaiveTime::MIN);
    KST.from_local_datetime(&day.and_time(nine))
        .single()
        .map(|time| time.with_timezone(&Utc))
        .ok_or_else(|| CommandError::told("시계 날짜를 읽을 수 없습니다"))
}

fn announce(args: &ServeArgs, address: SocketAddr) {
    println!("이행  http://{address}");
    if args.demo {
        println!("시연 계정  pmo · pmo2 · viewer · admin · <기관>.officer · <기관>.head (예: mois.officer)");
        println!("비밀번호   {DEMO_PASSWORD}");
    }
}

async fn forget_old_sessions(store: Store) {
    let mut hourly = tokio::time::interval(Duration::from_secs(3600));
    loop {
        hourly.tick().await;
        let before = SystemClock.now() - TimeDelta::days(30);
        if let Err(error) = store.forget_sessions(before).await {
            tracing::warn!(%error, "old sessions stay");
        }
    }
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        drop(interrupt.await);
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
