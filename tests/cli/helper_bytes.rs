//! The bytes of each protocol for tokens that need quotes, for a locked keyring, and for the
//! requests that real clients send. The expected bytes come from the specifications that the
//! modules in `src/protocol/` name.

use keyrc::store::{Fault, Lock};

use crate::helper::{check, helper};
use crate::world::World;

/// A call of a helper that asks for the token of me at a.test.
struct Asked {
    arguments: &'static [&'static str],
    input: &'static str,
    /// The answer, with `PLAIN` for the token and `JSON` for the token in a string of JSON.
    answer: &'static str,
    /// The answer if the keyring is locked: the exit code, standard output and standard error, with
    /// `WHY` for the message.
    locked: (u8, &'static str, &'static str),
}

const CARGO: &str = "{\"v\":1,\"registry\":{\"index-url\":\"sparse+https://a.test/index/\",\"name\":\"a\",\"headers\":[\"WWW-Authenticate: Cargo login_url=\\\"https://a.test/me\\\"\"]},\"kind\":\"get\",\"operation\":\"read\",\"args\":[]}\n";

const ASKED: [Asked; 14] = [
    Asked {
        arguments: &["git", "get"],
        input: "capability[]=authtype\ncapability[]=state\nprotocol=https\nhost=a.test\nwwwauth[]=Basic realm=\"a\"\nwwwauth[]=Bearer realm=\"a\"\n\n",
        answer: "capability[]=state\nstate[]=keyrc:seen=1\nusername=me\npassword=PLAIN\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["docker", "get"],
        input: "a.test",
        answer: "{\"ServerURL\":\"a.test\",\"Username\":\"me\",\"Secret\":\"JSON\"}\n",
        locked: (1, "WHY", ""),
    },
    Asked {
        arguments: &["cargo", "--cargo-plugin"],
        input: CARGO,
        answer: "{\"v\":[1]}\n{\"Ok\":{\"cache\":\"session\",\"kind\":\"get\",\"operation_independent\":true,\"token\":\"Bearer JSON\"}}\n",
        locked: (
            0,
            "{\"v\":[1]}\n{\"Err\":{\"caused-by\":[],\"kind\":\"other\",\"message\":\"WHY\"}}",
            "",
        ),
    },
    Asked {
        arguments: &["bazel", "get"],
        input: "{\"uri\":\"https://a.test/x\"}",
        answer: "{\"headers\":{\"Authorization\":[\"Bearer JSON\"]}}\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["keyring", "get", "https://a.test/simple/", "me"],
        input: "",
        answer: "PLAIN\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &[
            "keyring",
            "--mode=creds",
            "--output=json",
            "get",
            "https://a.test/simple/",
        ],
        input: "",
        answer: "{\"password\":\"JSON\",\"username\":\"me\"}\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["keyring", "get", "https://a.test/x/", "--mode", "creds"],
        input: "",
        answer: "me\nPLAIN\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["goauth", "https://a.test/m/@v/list"],
        input: "",
        answer: "https://a.test/\n\nAuthorization: Bearer PLAIN\n\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["terraform", "get", "a.test"],
        input: "",
        answer: "{\"token\":\"JSON\"}\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["aws", "a.test"],
        input: "",
        answer: "{\"AccessKeyId\":\"me\",\"SecretAccessKey\":\"JSON\",\"Version\":1}\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["kubectl", "a.test"],
        input: "",
        answer: "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"JSON\"}}\n",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["pnpm", "a.test"],
        input: "",
        answer: "Bearer PLAIN",
        locked: (1, "", "WHY"),
    },
    Asked {
        arguments: &["ansible", "--vault-id", "a.test"],
        input: "",
        answer: "PLAIN\n",
        locked: (2, "", "WHY"),
    },
    Asked {
        arguments: &["askpass", "Password for 'https://me@a.test': "],
        input: "",
        answer: "PLAIN\n",
        locked: (1, "", "WHY"),
    },
];

/// A world in which kubectl calls.
fn world() -> World {
    let mut world = World::new();
    let info = "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}";
    world.environment = vec![("KUBERNETES_EXEC_INFO".into(), info.into())];
    world
}

#[test]
fn each_protocol_quotes_a_token_as_it_demands() {
    let long = "eyJhbGciOiJSUzI1".repeat(256);
    for (token, json) in [
        ("a\"b\\c $x%y:@/#;=,", "a\\\"b\\\\c $x%y:@/#;=,"),
        ("tökén-☃", "tökén-☃"),
        (&long, &long),
    ] {
        let mut world = world();
        world.has("a.test", "me", token);
        for asked in &ASKED {
            let answer = asked.answer.replace("PLAIN", token).replace("JSON", json);
            check(&mut world, asked.arguments, asked.input, &answer);
        }
    }
}

#[test]
fn each_protocol_reports_a_locked_keyring_in_its_way() {
    let fault = Fault::Locked(Lock::Keyring);
    let why = fault.to_string();
    let mut world = world();
    world.fault = Some(fault);
    for asked in &ASKED {
        let (code, out, err) = asked.locked;
        let done = helper(&mut world, asked.arguments, asked.input);
        // The message is one line on one output, and the other output is empty.
        assert_eq!(done.code, code, "{:?}", asked.arguments);
        let (printed, expected, silent, prefix) = match err.is_empty() {
            true => (&done.out, out, &done.err, ""),
            false => (&done.err, err, &done.out, "keyrc: "),
        };
        let expected = format!("{prefix}{}\n", expected.replace("WHY", &why));
        assert_eq!(*printed, expected, "{:?}", asked.arguments);
        assert_eq!(silent, "", "{:?}", asked.arguments);
    }
}

#[test]
fn cargo_gets_the_token_for_each_operation() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    for operation in [
        "\"read\"",
        "\"publish\",\"name\":\"b\",\"vers\":\"0.1.0\",\"cksum\":\"00\"",
        "\"yank\",\"name\":\"b\",\"vers\":\"0.1.0\"",
        "\"unyank\",\"name\":\"b\",\"vers\":\"0.1.0\"",
        "\"owners\",\"name\":\"b\"",
        "\"one of the future\"",
    ] {
        let input = CARGO.replace("\"read\"", operation);
        let answer = ASKED[2].answer.replace("JSON", "T");
        check(&mut world, ASKED[2].arguments, &input, &answer);
    }
    let unknown = CARGO.replace("\"get\"", "\"frobnicate\"");
    check(
        &mut world,
        ASKED[2].arguments,
        &unknown,
        "{\"v\":[1]}\n{\"Err\":{\"kind\":\"operation-not-supported\"}}\n",
    );
}

#[test]
fn each_name_of_the_program_is_a_helper() {
    let mut world = World::new();
    world.has("a.test", "me", "T");
    for (name, arguments, input, answer) in [
        (
            "git-credential-keyrc",
            &["get"][..],
            "protocol=https\nhost=a.test\n",
            "username=me\npassword=T\n",
        ),
        (
            "docker-credential-keyrc",
            &["get"],
            "a.test",
            "{\"ServerURL\":\"a.test\",\"Username\":\"me\",\"Secret\":\"T\"}\n",
        ),
        (
            "cargo-credential-keyrc",
            &["--cargo-plugin"],
            "",
            "{\"v\":[1]}\n",
        ),
        (
            "terraform-credentials-keyrc",
            &["--an-argument", "get", "a.test"],
            "",
            "{\"token\":\"T\"}\n",
        ),
        ("keyring", &["get", "a.test", "me"], "", "T\n"),
    ] {
        for name in [name.to_owned(), format!("/opt/bin/{name}.exe")] {
            world.input = input.into();
            assert_eq!(world.run_as(&name, arguments).ok(), answer, "{name}");
        }
    }
}
