//! Just enough HTTP/1.1 to measure our own server on this machine: one connection that is kept, one request at a time.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};

pub struct Connection {
    stream: BufReader<TcpStream>,
    port: u16,
}

pub struct Response {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// All bytes of the answer, headers and framing included.
    pub wire: usize,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    pub fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).context("the server does not answer")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream: BufReader::with_capacity(1 << 16, stream), port })
    }

    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Response> {
        self.send("GET", path, headers, "")
    }

    /// A form as a page of the same origin sends it.
    pub fn post(&mut self, path: &str, cookie: Option<&str>, form: &str) -> Result<Response> {
        let origin = format!("http://127.0.0.1:{}", self.port);
        let mut headers = vec![
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Origin", origin.as_str()),
        ];
        headers.extend(cookie.map(|cookie| ("Cookie", cookie)));
        self.send("POST", path, &headers, form)
    }

    fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Response> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.stream.get_mut().write_all(request.as_bytes())?;
        read_response(&mut self.stream).with_context(|| format!("{method} {path}"))
    }
}

fn read_response(stream: &mut impl BufRead) -> Result<Response> {
    let mut wire = 0;
    let first = line(stream, &mut wire)?;
    let status = first.split(' ').nth(1).and_then(|it| it.parse().ok()).context("no status in the answer")?;
    let mut response = Response { status, headers: Vec::new(), body: Vec::new(), wire: 0 };
    loop {
        let header = line(stream, &mut wire)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').context("a header without a colon")?;
        response.headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
    }
    if response.header("transfer-encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked")) {
        read_chunks(stream, &mut response.body, &mut wire)?;
    } else if let Some(length) = response.header("content-length") {
        let length = length.parse()?;
        read_part(stream, &mut response.body, length, &mut wire)?;
    } else {
        ensure!(matches!(status, 204 | 304), "an answer of unknown length");
    }
    response.wire = wire;
    Ok(response)
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>, wire: &mut usize) -> Result<()> {
    loop {
        let head = line(stream, wire)?;
        let size =
            usize::from_str_radix(head.split(';').next().unwrap_or_default().trim(), 16).context("chunk size")?;
        read_part(stream, body, size, wire)?;
        line(stream, wire)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn read_part(stream: &mut impl BufRead, body: &mut Vec<u8>, size: usize, wire: &mut usize) -> Result<()> {
    let start = body.len();
    body.resize(start + size, 0);
    stream.read_exact(&mut body[start..])?;
    *wire += size;
    Ok(())
}

fn line(stream: &mut impl BufRead, wire: &mut usize) -> Result<String> {
    let mut text = String::new();
    let read = stream.take(1 << 16).read_line(&mut text)?;
    if read == 0 || !text.ends_with('\n') {
        bail!("the server closed the connection");
    }
    *wire += read;
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_known_length_leaves_the_next_answer_alone() {
        let mut stream: &[u8] =
            b"HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 304 Not Modified\r\n\r\n";
        let first = read_response(&mut stream).unwrap();
        assert_eq!((first.status, first.header("etag"), &first.body[..]), (200, Some("\"x\""), &b"ok"[..]));
        assert_eq!(read_response(&mut stream).unwrap().status, 304);
    }

    #[test]
    fn chunks_are_put_together() {
        let mut stream: &[u8] =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x\r\nd\r\n0\r\n\r\n";
        let all = stream.len();
        let response = read_response(&mut stream).unwrap();
        assert_eq!((&response.body[..], response.wire), (&b"abcd"[..], all));
    }

    #[test]
    fn an_answer_that_breaks_off_is_an_error() {
        assert!(read_response(&mut &b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"[..]).is_err());
        assert!(read_response(&mut &b""[..]).is_err());
    }
}
