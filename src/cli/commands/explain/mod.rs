//! `keyrc explain`: shows the credential that a tool would get, and why.

mod rejected;

use clap::builder::PossibleValuesParser;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cli::ExitCode;
use crate::cli::args::Format;
use crate::cli::args::account::{self, LoginArg};
use crate::cli::output;
use crate::cli::world::World;
use crate::credential::{self, HeaderForm, Login, PortScope, ProtocolScope};
use crate::error::Error;
use crate::host::{BadHost, Endpoint};
use crate::lookup::{Found, Reach, Source, Sources};
use crate::protocol::{Gives, Protocol};
use crate::text::escaped;

use rejected::Rejected;

/// Show which credential a tool would get, and why
///
/// Prints the source of the token, the host and the login that it is stored for, and the other tokens
/// that were considered, with the reason why they do not apply. Never prints a token.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc explain https://git.example.com/team/x.git --tool git")]
pub(crate) struct Args {
    /// URL, host or service that the tool requests
    #[arg(value_name = "URL")]
    url: String,
    /// Tool, or its protocol as for `keyrc helper`
    #[arg(long, value_name = "TOOL", value_parser = PossibleValuesParser::new(tools()))]
    tool: Option<String>,
    /// Account name that the tool requests
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<LoginArg>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Tools with another name than their protocol.
const TOOLS: [(&str, Protocol); 6] = [
    ("go", Protocol::Goauth),
    ("pip", Protocol::Keyring),
    ("podman", Protocol::Docker),
    ("skopeo", Protocol::Docker),
    ("tofu", Protocol::Terraform),
    ("uv", Protocol::Keyring),
];

/// Returns the names of the tools and the protocols, sorted.
fn tools() -> Vec<&'static str> {
    let mut names: Vec<&str> = Protocol::names().collect();
    names.extend(TOOLS.map(|(name, _)| name));
    names.sort_unstable();
    names
}

fn protocol(tool: &str) -> Option<Protocol> {
    let named = TOOLS.iter().find(|(name, _)| *name == tool);
    named
        .map(|(_, protocol)| *protocol)
        .or_else(|| Protocol::of_name(tool))
}

/// The facts about one request.
struct Explanation {
    endpoint: Endpoint,
    tool: Option<Protocol>,
    answer: Result<Answer, Error>,
    rejected: Vec<Rejected>,
}

/// A credential that would be answered.
struct Answer {
    found: Found,
    /// Why this login; `None` if the source does not know the login.
    login_by: Option<LoginBy>,
    form: Option<HeaderForm>,
}

/// Why a login was chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LoginBy {
    /// The tool requests it.
    Request,
    /// An `[[account]]` of the settings, at this line.
    Rule(usize),
    /// It is the default of its host.
    Default,
    /// No other account applies.
    Only,
}

/// Runs `keyrc explain`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let tool = args.tool.as_deref().and_then(protocol);
    let endpoint = endpoint(&args.url, tool)?;
    let login = account::login(args.login.as_ref())?;
    let explained =
        world.with_sources(|sources| Ok(explain(endpoint, tool, login.as_ref(), sources)))?;
    match args.format {
        Format::Json => output::json(world, &explained.facts())?,
        Format::Text => {
            for line in explained.lines() {
                world.say(&line)?;
            }
        }
    }
    match explained.answer {
        Ok(_) => Ok(()),
        // A tool gets no token if several accounts match.
        Err(error @ Error::Several { .. }) => Err(Error::Helper {
            message: error.to_string(),
            code: ExitCode::NotFound.number(),
        }),
        Err(error) => Err(error),
    }
}

fn endpoint(url: &str, tool: Option<Protocol>) -> Result<Endpoint, BadHost> {
    match tool {
        Some(Protocol::Keyring) => Protocol::service(url).ok_or(BadHost::Invalid),
        _ => url.parse(),
    }
}

fn explain(
    endpoint: Endpoint,
    tool: Option<Protocol>,
    login: Option<&Login>,
    sources: &Sources<'_>,
) -> Explanation {
    let answer = sources.find_with_login(&endpoint, login, Reach::InScope);
    let rejected = rejected::rejected(&endpoint, login, &answer, sources);
    let answer = answer.map(|found| Answer {
        login_by: login_by(&endpoint, login, &found, sources),
        form: sources.config.header_form(&endpoint),
        found,
    });
    Explanation {
        endpoint,
        tool,
        answer,
        rejected,
    }
}

fn login_by(
    endpoint: &Endpoint,
    login: Option<&Login>,
    found: &Found,
    sources: &Sources<'_>,
) -> Option<LoginBy> {
    let chosen = found.login.as_ref()?;
    let default = sources.config.default_login(&found.host);
    Some(match (login, sources.rule(endpoint)) {
        (Some(_), _) => LoginBy::Request,
        (None, Some(rule)) => LoginBy::Rule(rule.line),
        (None, None) if default.as_ref() == Some(chosen) => LoginBy::Default,
        (None, None) => LoginBy::Only,
    })
}

impl Explanation {
    fn lines(&self) -> Vec<String> {
        let mut lines = match &self.answer {
            Ok(answer) => answer.lines(self.tool),
            Err(_) => vec!["answer    none".to_owned()],
        };
        if self.tool == Some(Protocol::Git) && !self.endpoint.host().path().is_empty() {
            lines.push("note      git requests a path only with credential.useHttpPath".to_owned());
        }
        let rejected = self.rejected.iter();
        lines.extend(rejected.map(|rejected| format!("rejected  {rejected}")));
        lines
    }

    fn facts(&self) -> Value {
        let answer = self.answer.as_ref().ok();
        let found = answer.map(|answer| &answer.found);
        let scope = found.map(|found| found.secret.scope);
        let any = |is_any: bool| is_any.then_some("any");
        let login_by = answer.and_then(|answer| answer.login_by);
        json!({
            "answer": answer.is_some(),
            "source": found.map(|found| output::source_name(&found.source)),
            "variable": found.and_then(|found| match &found.source {
                Source::Environment(name) => Some(name),
                _ => None,
            }),
            "host": found.map(|found| found.host.as_str()),
            "login": found.and_then(|found| found.login.as_ref()?.name()),
            "login_by": login_by.map(LoginBy::word),
            "line": match login_by {
                Some(LoginBy::Rule(line)) => Some(line),
                _ => None,
            },
            "protocol": scope.and_then(|scope| any(scope.protocol == ProtocolScope::Any)),
            "port": scope.and_then(|scope| any(scope.port == PortScope::Any)),
            "header": answer.and_then(|answer| answer.header(self.tool)),
            "expires": found.and_then(|found| output::time(found.secret.expires?)),
            "rejected": self.rejected.iter().map(Rejected::fact).collect::<Vec<_>>(),
        })
    }
}

impl Answer {
    fn lines(&self, tool: Option<Protocol>) -> Vec<String> {
        let Found {
            host,
            login,
            secret,
            source,
            ..
        } = &self.found;
        let login = match (login, self.login_by) {
            (Some(login), Some(by)) => format!("{}  ({by})", escaped(login.label())),
            _ => "unknown  (a variable has no login)".to_owned(),
        };
        let mut lines = vec![
            format!("answer    the token for {host}"),
            format!("source    {source}"),
            format!("login     {login}"),
            format!("scope     {}", secret.scope.describe(host)),
        ];
        match self.header(tool) {
            Some(header) => lines.push(format!("header    {}", escaped(&header))),
            None => lines.push(match (&secret.authtype, tool) {
                (Some(scheme), Some(Protocol::Git)) => format!(
                    "gets      the token with authtype {}, if it is git 2.46 or newer",
                    escaped(scheme)
                ),
                _ => "gets      the login and the token".to_owned(),
            }),
        }
        if let Some(at) = secret.expires {
            let has_expired = at <= Timestamp::now().as_second();
            let mark = if has_expired { "  (expired)" } else { "" };
            let time = output::time(at).unwrap_or_else(|| at.to_string());
            lines.push(format!("expires   {time}{mark}"));
        }
        lines
    }

    /// The form of the header `Authorization`, if the tool gets one.
    fn header(&self, tool: Option<Protocol>) -> Option<String> {
        let gets_header = tool.is_none_or(|tool| tool.gives() == Gives::Header);
        gets_header.then(|| credential::describe_header(&self.found.secret, self.form.as_ref()))
    }
}

impl LoginBy {
    fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Rule(_) => "account",
            Self::Default => "default",
            Self::Only => "only",
        }
    }
}

impl std::fmt::Display for LoginBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Request => f.write_str("requested"),
            Self::Rule(line) => write!(f, "[[account]], line {line} of the settings"),
            Self::Default => f.write_str("the default account"),
            Self::Only => f.write_str("the only account"),
        }
    }
}
