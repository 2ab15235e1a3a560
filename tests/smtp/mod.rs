//! A mail server on a socket of its own, which takes, puts off or refuses mail by its address.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    pub raw: String,
}

impl Mail {
    /// The value of a header, unfolded and decoded.
    pub fn header(&self, name: &str) -> String {
        let unfolded = self.raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let line = unfolded.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default();
        words(line)
    }

    pub fn body(&self) -> String {
        let text = self.raw.split_once("\r\n\r\n").unwrap().1;
        assert_eq!(self.header("Content-Transfer-Encoding"), "base64");
        String::from_utf8(base64(text)).unwrap().replace("\r\n", "\n")
    }
}

/// Decodes the encoded words of a header (`=?utf-8?b?…?=`).
fn words(line: &str) -> String {
    let mut decoded = Vec::new();
    let mut was_word = false;
    for part in line.split(' ') {
        let word = part.strip_prefix("=?utf-8?b?").and_then(|rest| rest.strip_suffix("?="));
        let is_joined = decoded.is_empty() || (was_word && word.is_some());
        if !is_joined {
            decoded.push(b' ');
        }
        was_word = word.is_some();
        decoded.extend(word.map_or_else(|| part.as_bytes().to_vec(), base64));
    }
    String::from_utf8(decoded).unwrap()
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut size, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes().filter_map(|byte| LETTERS.iter().position(|one| *one == byte)) {
        bits = (bits << 6) | u32::try_from(letter).unwrap();
        size += 6;
        if size >= 8 {
            size -= 8;
            bytes.push(u8::try_from((bits >> size) & 0xff).unwrap());
        }
    }
    bytes
}

pub struct SmtpServer {
    pub port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
    /// While true, every mail is put off.
    pub busy: Arc<Mutex<bool>>,
    listening: JoinHandle<()>,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (mails, busy) = (Arc::<Mutex<Vec<Mail>>>::default(), Arc::<Mutex<bool>>::default());
        let (kept, is_busy) = (Arc::clone(&mails), Arc::clone(&busy));
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&kept), Arc::clone(&is_busy)));
            }
        });
        Self { port, mails, busy, listening }
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// One conversation. An address that begins with `gone` is refused for good.
async fn talk(stream: TcpStream, mails: Arc<Mutex<Vec<Mail>>>, busy: Arc<Mutex<bool>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test\r\n").await.unwrap();
    let mut to = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let is_busy = *busy.lock().unwrap();
                match (to.starts_with("gone"), is_busy) {
                    (true, _) => "550 5.1.1 nobody of that name",
                    (_, true) => "451 4.3.2 later",
                    _ => "250 ok",
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                let mut raw = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    raw.push_str(line.strip_prefix("..").map_or(line.as_str(), |_| &line[1..]));
                    raw.push_str("\r\n");
                }
                mails.lock().unwrap().push(Mail { to: to.clone(), raw });
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}
