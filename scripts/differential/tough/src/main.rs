//! Lets tough judge repositories; python-tuf.py has the protocol. tough reads the machine's clock, so the time that a
//! case names is not used: whoever asks leaves out cases that turn on it.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use futures::stream;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tough::{Repository, RepositoryLoader, TargetName, Transport, TransportError, TransportErrorKind, TransportStream};
use url::Url;

#[derive(Deserialize)]
struct Question {
    root: String,
    files: BTreeMap<String, String>,
    targets: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    asked: Vec<String>,
    trusted: BTreeMap<&'static str, u64>,
    error: Option<String>,
    targets: Vec<Value>,
}

/// Serves files by the name that stands in the address, and notes what was asked for.
#[derive(Clone, Debug)]
struct Memory {
    files: Arc<BTreeMap<String, String>>,
    asked: Arc<Mutex<Vec<String>>>,
}

#[async_trait]
impl Transport for Memory {
    async fn fetch(&self, url: Url) -> Result<TransportStream, TransportError> {
        let name = url.path().rsplit('/').next().unwrap_or_default().to_owned();
        self.asked.lock().unwrap().push(name.clone());
        let Some(content) = self.files.get(&name) else {
            return Err(TransportError::new(TransportErrorKind::FileNotFound, url));
        };
        let bytes = Bytes::from(STANDARD.decode(content).unwrap());
        Ok(Box::pin(stream::iter([Ok(bytes)])))
    }
}

async fn judge(question: Question) -> Answer {
    let transport = Memory { files: Arc::new(question.files), asked: Arc::default() };
    let asked = Arc::clone(&transport.asked);
    let mut answer = Answer { asked: vec![], trusted: BTreeMap::new(), error: None, targets: vec![] };
    let root = STANDARD.decode(question.root).unwrap();
    // In a task of its own, so that a panic is an answer like another.
    match tokio::spawn(load(root, transport)).await {
        Err(panic) => answer.error = Some(format!("panic: {panic}")),
        Ok(Err(words)) => answer.error = Some(words),
        Ok(Ok(repository)) => {
            answer.trusted.insert("root", repository.root().signed.version.get());
            answer.trusted.insert("timestamp", repository.timestamp().signed.version.get());
            answer.trusted.insert("snapshot", repository.snapshot().signed.version.get());
            answer.trusted.insert("targets", repository.targets().signed.version.get());
            answer.targets = question.targets.iter().map(|path| search(&repository, path)).collect();
        }
    }
    answer.asked.clone_from(&asked.lock().unwrap());
    answer
}

async fn load(root: Vec<u8>, transport: Memory) -> Result<Repository, String> {
    let base = Url::parse("http://repository.test/").unwrap();
    RepositoryLoader::new(&root, base.clone(), base).transport(transport).load().await.map_err(chain)
}

fn search(repository: &Repository, path: &str) -> Value {
    let Ok(name) = TargetName::new(path) else { return json!({ "found": null }) };
    match repository.targets().signed.find_target(&name, false) {
        Ok(target) => json!({ "found": target.hashes.sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>() }),
        Err(_) => json!({ "found": null }),
    }
}

/// An error with those that caused it.
fn chain(error: impl std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    words
}

/// The version of tough in this program's own lock file.
fn version() -> &'static str {
    let lock = include_str!("../Cargo.lock");
    lock.split("[[package]]").find_map(|package| package.strip_prefix("\nname = \"tough\"\nversion = \"")?.split('"').next()).unwrap_or("unknown")
}

fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut out = std::io::stdout();
    writeln!(out, "{}", json!({ "version": version() })).unwrap();
    for line in std::io::stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line.unwrap()).unwrap();
        let answer = runtime.block_on(judge(question));
        writeln!(out, "{}", serde_json::to_string(&answer).unwrap()).unwrap();
    }
}
