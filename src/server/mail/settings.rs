//! The settings of mail: `--smtp URL`, `--mail-from ADDRESS`, `--base-url URL`.

use axum::http::Uri;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use percent_encoding::percent_decode_str;
use std::fmt;
use std::time::Duration;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How the connection to the mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// `smtps://`: from the first byte.
    Tls,
    /// `smtp://`: by STARTTLS, or not at all.
    StartTls,
    /// `smtp://…?tls=none`: in the clear, for a relay on the same closed network.
    Clear,
}

/// Where mail goes out and what it says of us.
#[derive(Clone)]
pub struct MailSettings {
    pub host: String,
    pub port: u16,
    pub connection: Connection,
    credentials: Option<Credentials>,
    tls: Option<TlsParameters>,
    pub from: Mailbox,
    /// The address of this service as readers know it, without a slash at its end.
    pub base: String,
}

/// Without the password.
impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.server())
    }
}

impl MailSettings {
    /// Reads the three settings; `Ok(None)` where no server is named.
    ///
    /// # Errors
    /// In one sentence, which never holds the password.
    pub fn read(smtp: Option<&str>, from: Option<&str>, base: Option<&str>) -> Result<Option<Self>, String> {
        let Some(smtp) = smtp.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
        let (host, port, connection, credentials) = read_server(smtp.trim())?;
        let from = from.ok_or("메일을 보내려면 보내는 주소(--mail-from)도 정해야 합니다")?;
        let from = from
            .parse()
            .map_err(|_| format!("보내는 주소로 쓸 수 없습니다: {from} (예: 이행 <ihaeng@example.go.kr>)"))?;
        let base = base.ok_or("메일에 넣을 이 서비스의 주소(--base-url)도 정해야 합니다")?;
        let tls = match connection {
            Connection::Clear => None,
            _ => Some(
                TlsParameters::new(host.clone())
                    .map_err(|_| format!("메일 서버 이름으로 TLS를 쓸 수 없습니다: {host}"))?,
            ),
        };
        Ok(Some(Self { host, port, connection, credentials, tls, from, base: read_base(base)? }))
    }

    /// The server in words, without name and password.
    #[must_use]
    pub fn server(&self) -> String {
        let secrecy = match self.connection {
            Connection::Tls => "TLS",
            Connection::StartTls => "STARTTLS",
            Connection::Clear => "-",
        };
        format!("{}:{} ({secrecy})", self.host, self.port)
    }

    pub(super) fn transport(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        let tls = match (self.connection, &self.tls) {
            (Connection::Tls, Some(tls)) => Tls::Wrapper(tls.clone()),
            (Connection::StartTls, Some(tls)) => Tls::Required(tls.clone()),
            _ => Tls::None,
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host.clone())
            .port(self.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(self.from.email.domain().to_owned()));
        match &self.credentials {
            Some(credentials) => builder.credentials(credentials.clone()).build(),
            None => builder.build(),
        }
    }
}

type Server = (String, u16, Connection, Option<Credentials>);

/// `smtp[s]://[name:password@]host[:port][?tls=none]`
fn read_server(text: &str) -> Result<Server, String> {
    const FORM: &str = "smtp://메일서버:587 또는 smtps://이름:비밀번호@메일서버:465처럼 적어야 합니다";
    let unfit = |why: &str| format!("메일 서버 설정(--smtp)이 잘못됐습니다: {why}. {FORM}");
    let uri: Uri = text.parse().map_err(|_| unfit("주소로 읽을 수 없습니다"))?;
    let authority = uri.authority().ok_or_else(|| unfit("서버 이름이 없습니다"))?;
    let connection = match (uri.scheme_str(), uri.query()) {
        (Some("smtps"), None) => Connection::Tls,
        (Some("smtp"), None) => Connection::StartTls,
        (Some("smtp"), Some("tls=none")) => Connection::Clear,
        (Some("smtp" | "smtps"), Some(_)) => return Err(unfit("물음표 뒤에는 tls=none만 쓸 수 있습니다")),
        _ => return Err(unfit("smtp:// 나 smtps:// 로 시작하지 않습니다")),
    };
    if authority.host().is_empty() {
        return Err(unfit("서버 이름이 없습니다"));
    }
    if authority
        .as_str()
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.contains([']', '@']) && port.parse::<u16>().is_err())
    {
        return Err(unfit("포트가 숫자가 아닙니다"));
    }
    let credentials = match authority.as_str().rsplit_once('@') {
        Some((user, _)) => Some(read_credentials(user).ok_or_else(|| unfit("이름과 비밀번호를 읽을 수 없습니다"))?),
        None => None,
    };
    let is_near = ["localhost", "127.0.0.1", "[::1]"].contains(&authority.host());
    if credentials.is_some() && connection == Connection::Clear && !is_near {
        return Err(unfit("암호화하지 않은 연결로는 비밀번호를 보내지 않습니다"));
    }
    let usual = match connection {
        Connection::Tls => 465,
        Connection::StartTls => 587,
        Connection::Clear => 25,
    };
    let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
    Ok((host, authority.port_u16().unwrap_or(usual), connection, credentials))
}

fn read_credentials(user: &str) -> Option<Credentials> {
    let (name, password) = user.split_once(':')?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned()).ok();
    Some(Credentials::new(decoded(name).filter(|name| !name.is_empty())?, decoded(password)?))
}

fn read_base(text: &str) -> Result<String, String> {
    let unfit = || {
        format!("이 서비스의 주소(--base-url)가 잘못됐습니다: {text}. https://ihaeng.example.go.kr처럼 적어야 합니다")
    };
    let uri: Uri = text.trim().parse().map_err(|_| unfit())?;
    let is_web = matches!(uri.scheme_str(), Some("https" | "http"));
    let bare = uri.authority().filter(|authority| is_web && !authority.as_str().contains('@')).ok_or_else(unfit)?;
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() || bare.host().is_empty() {
        return Err(unfit());
    }
    Ok(text.trim().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: Option<&str> = Some("이행 <ihaeng@example.go.kr>");
    const BASE: Option<&str> = Some("https://ihaeng.example.go.kr/");

    fn read(smtp: &str) -> Result<MailSettings, String> {
        MailSettings::read(Some(smtp), FROM, BASE).map(Option::unwrap)
    }

    #[test]
    fn without_a_server_there_is_no_mail() {
        assert!(MailSettings::read(None, None, None).unwrap().is_none());
        assert!(MailSettings::read(Some(" "), None, None).unwrap().is_none());
    }

    #[test]
    fn the_scheme_says_how_secret_it_is_and_the_usual_port_follows() {
        let told = |smtp| read(smtp).map(|one| (one.host, one.port, one.connection)).unwrap();
        assert_eq!(told("smtps://mail.example.go.kr"), ("mail.example.go.kr".into(), 465, Connection::Tls));
        assert_eq!(told("smtp://u:p@mail.example.go.kr"), ("mail.example.go.kr".into(), 587, Connection::StartTls));
        assert_eq!(told("smtp://127.0.0.1:2525?tls=none"), ("127.0.0.1".into(), 2525, Connection::Clear));
        assert_eq!(told("smtp://[::1]:2525?tls=none"), ("::1".into(), 2525, Connection::Clear));
        assert_eq!(read("smtps://mail.example.go.kr").unwrap().base, "https://ihaeng.example.go.kr");
    }

    #[test]
    fn names_and_passwords_may_hold_any_character() {
        let settings = read("smtps://kim%40mois:p%3Aw%2F@mail.example.go.kr").unwrap();
        assert_eq!(settings.credentials, Some(Credentials::new("kim@mois".into(), "p:w/".into())));
        assert!(!format!("{settings:?}").contains("p:w"));
    }

    #[test]
    fn what_is_wrong_is_said_in_one_sentence_without_the_password() {
        for bad in [
            "mail.example.go.kr",
            "http://mail.example.go.kr",
            "smtp://",
            "smtp://mail.example.go.kr:port",
            "smtp://u:geheim@mail.example.go.kr?tls=none",
            "smtp://u:geheim@mail.example.go.kr?tls=maybe",
            "smtp://geheim@mail.example.go.kr",
            "smtps://mail.example.go.kr?tls=none",
            "smtp://m a i l",
        ] {
            let said = read(bad).unwrap_err();
            assert!(
                said.starts_with("메일 서버 설정(--smtp)이 잘못됐습니다") && !said.contains("geheim"),
                "{bad}: {said}"
            );
        }
        let from = MailSettings::read(Some("smtp://m.example.kr"), Some("이행"), BASE).unwrap_err();
        assert!(from.contains("보내는 주소"), "{from}");
        assert!(MailSettings::read(Some("smtp://m.example.kr"), None, BASE).unwrap_err().contains("--mail-from"));
        for bad in ["ihaeng.example.go.kr", "https://a.kr/path", "https://u:p@a.kr", "ftp://a.kr"] {
            let said = MailSettings::read(Some("smtp://m.example.kr"), FROM, Some(bad)).unwrap_err();
            assert!(said.contains("--base-url"), "{bad}: {said}");
        }
    }
}
