//! Any call of a helper is answered without a panic, and the answer has exactly the secret that was
//! found, on the lines of the protocol.

#![no_main]
#![allow(clippy::disallowed_methods, reason = "the values are compared")]

use keyrc::protocol::{Answer, Call, Erased, Exchange, Outcome, Protocol, Request};
use keyrc::{ExposeSecret, Host, Login, Secret, SecretString};
use libfuzzer_sys::fuzz_target;

// The first byte selects the protocol, the second one the outcome. Arguments follow, separated by a
// tab and ended by a NUL, and then standard input, which is also `KUBERNETES_EXEC_INFO`.
fuzz_target!(|bytes: &[u8]| {
    let [which, how, rest @ ..] = bytes else { return };
    let names: Vec<&str> = Protocol::names().collect();
    let name = names[usize::from(*which) % names.len()];
    let protocol = Protocol::of_name(name).expect("a known name");
    let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
    let (words, input) = (&rest[..end], rest.get(end + 1..).unwrap_or_default());
    let words = String::from_utf8_lossy(words);
    let arguments: Vec<String> = words.split('\t').map(str::to_owned).collect();
    let _ = protocol.input(&arguments);
    let call = Call { arguments: &arguments, input, exec_info: str::from_utf8(input).ok() };
    let Exchange::Asks(request, respond) = protocol.exchange(call) else { return };
    let host: Host = match &request {
        Request::Find(query) => query.endpoint.host().clone(),
        Request::Store(_, secret, _) => {
            let token = secret.token.expose_secret();
            assert!(!token.chars().any(char::is_control));
            return;
        }
        // An unreadable password must not erase every credential.
        Request::Erase(_, Erased::Matching(None)) if name == "git" => {
            let mut lines = input.split(|byte| *byte == b'\n');
            let named = lines.by_ref().take_while(|line| line.contains(&b'='));
            assert!(!named.into_iter().any(|line| line.starts_with(b"password=")));
            return;
        }
        Request::Erase(..) | Request::List => return,
    };
    assert!(host.as_str().chars().all(|char| char.is_ascii_graphic()));
    let secret = Secret::new(SecretString::from("Vq7-t0ken"));
    let login: Login = "me".parse().expect("a login");
    let login = Some(&login).filter(|_| how & 4 == 0);
    let reply = match how % 3 {
        0 => respond(Outcome::NotFound),
        1 => respond(Outcome::Failed("locked")),
        _ => respond(Outcome::Found(Answer { secret: &secret, login, place: &host, form: None })),
    };
    let answer = String::from_utf8_lossy(&reply.output).into_owned();
    let count = answer.matches("Vq7-t0ken").count();
    assert!(count <= usize::from(how % 3 == 2), "{answer}");
    let lines = answer.matches('\n').count();
    let most = match name {
        "git" => 5,
        "goauth" => 4,
        "keyring" => 2,
        _ => 1,
    };
    assert!(lines <= most, "{answer}");
    assert!(!answer.contains(['\r', '\0', '\x1b']), "{answer}");
});
