//! Fake keyrings: a thread of the test on a private bus, which misbehaves as the test requests.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use zbus::Message;
use zbus::blocking::{Connection, MessageIterator, connection::Builder};
use zbus::message::Type;
use zbus::zvariant::{DynamicType, ObjectPath, Value};

use crate::bus::Bus;
use crate::sandbox::Sandbox;

const NAME: &str = "org.freedesktop.secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";
const ITEM: &str = "/org/freedesktop/secrets/collection/login/1";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/p1";

/// How a fake answers. Unless noted, it has one locked item, of `me` at `a.test`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Behaviour {
    /// Never answers.
    Silent,
    /// Answers each call after this time.
    Late(Duration),
    /// Leaves the bus during a search.
    Leaves,
    /// Leaves the bus when it is asked to open its window.
    LeavesItsWindow,
    /// Its user dismisses the window.
    Dismisses,
    /// Its user ignores the window.
    Ignores,
    /// Its user enters the password after this time.
    Agrees(Duration),
    /// Reports the item as unlocked, but refuses it as locked.
    Refuses,
    /// Denies all access, as a sandbox does.
    Denies,
    /// Answers `OpenSession` with a number in place of a key.
    WrongSession,
    /// Answers a search with a text, and the request for the default collection with a number.
    WrongTypes,
    /// Finds the item of `you` at `b.test`, whatever was asked for.
    FindsAnother,
    /// Has an item with an impossible name and secret.
    Absurd,
    /// Has no default collection and no item, and does not create a collection.
    NoCollection,
    /// Has no default collection, and creates one after its user enters a password, which takes
    /// this time.
    MakesCollection(Duration),
}

use Behaviour::*;

/// A bus with a fake keyring, which leaves the bus when this is dropped.
pub(crate) struct Fake {
    bus: Bus,
    service: Service,
}

#[derive(Clone)]
struct Service {
    behaviour: Behaviour,
    connection: Connection,
    /// Whether the user has entered the password.
    open: Arc<AtomicBool>,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Deref for Fake {
    type Target = Bus;

    fn deref(&self) -> &Bus {
        &self.bus
    }
}

impl DerefMut for Fake {
    fn deref_mut(&mut self) -> &mut Bus {
        &mut self.bus
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        let _ = self.service.connection.clone().close();
    }
}

impl Fake {
    pub(crate) fn new(behaviour: Behaviour) -> Self {
        let bus = Bus::empty();
        let address = format!("unix:path={}", bus.path("run/bus").display());
        let connection = Builder::address(address.as_str()).unwrap().build().unwrap();
        let service = Service {
            behaviour,
            connection,
            open: Arc::default(),
            calls: Arc::default(),
        };
        // Before the name is requested, so that no call is lost.
        let calls = MessageIterator::from(&service.connection);
        service.connection.request_name(NAME).unwrap();
        let serving = service.clone();
        thread::spawn(move || {
            for call in calls
                .map_while(Result::ok)
                .filter(|message| message.message_type() == Type::MethodCall)
            {
                // Ignore: the caller or the bus may be gone.
                let _ = serving.answer(&call);
            }
        });
        Self { bus, service }
    }

    /// The methods that were called, in order.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.service.calls.lock().unwrap().clone()
    }
}

fn path(path: &'static str) -> ObjectPath<'static> {
    ObjectPath::from_static_str_unchecked(path)
}

impl Service {
    fn answer(&self, call: &Message) -> zbus::Result<()> {
        let member = call
            .header()
            .member()
            .map(ToString::to_string)
            .unwrap_or_default();
        self.calls.lock().unwrap().push(member.clone());
        match (self.behaviour, member.as_str()) {
            (Silent, _) => return Ok(()),
            (Late(after), _) => thread::sleep(after),
            (Leaves, "SearchItems" | "ReadAlias") | (LeavesItsWindow, "Prompt") => {
                return self.connection.clone().close();
            }
            (Denies, _) => return self.refuse(call, "org.freedesktop.DBus.Error.AccessDenied"),
            (WrongSession, "OpenSession") => return self.reply(call, &42u32),
            (WrongTypes, "ReadAlias") => return self.reply(call, &42u32),
            (WrongTypes, "SearchItems") => return self.reply(call, &"none"),
            _ => {}
        }
        match member.as_str() {
            // Any key will do: nothing that is encrypted with it is read.
            "OpenSession" => self.reply(
                call,
                &(
                    Value::from(vec![2u8; 128]),
                    path("/org/freedesktop/secrets/session/s"),
                ),
            ),
            "SearchItems" => self.reply(call, &self.items()),
            "ReadAlias" => self.reply(call, &self.collection()),
            "Unlock" => self.reply(call, &(Vec::<ObjectPath<'_>>::new(), path(PROMPT))),
            "CreateCollection" => self.reply(call, &(path("/"), path(PROMPT))),
            "Prompt" => {
                self.reply(call, &())?;
                self.ask()
            }
            "Dismiss" => self.completed(true),
            "Get" => self.property(call),
            "GetSecret" if self.behaviour == Absurd => {
                let secret = (path("/"), vec![1u8, 2, 3], vec![0u8; 1 << 20], "\u{1b}[2J");
                self.reply(call, &(secret,))
            }
            _ if self.behaviour == Refuses => {
                self.refuse(call, "org.freedesktop.Secret.Error.IsLocked")
            }
            _ => self.refuse(call, "org.freedesktop.DBus.Error.UnknownMethod"),
        }
    }

    fn items(&self) -> (Vec<ObjectPath<'static>>, Vec<ObjectPath<'static>>) {
        match self.behaviour {
            NoCollection | MakesCollection(_) => (vec![], vec![]),
            Refuses | Absurd | FindsAnother => (vec![path(ITEM)], vec![]),
            _ if self.open.load(Ordering::SeqCst) => (vec![path(ITEM)], vec![]),
            _ => (vec![], vec![path(ITEM)]),
        }
    }

    fn collection(&self) -> ObjectPath<'static> {
        match self.behaviour {
            NoCollection => path("/"),
            MakesCollection(_) if !self.open.load(Ordering::SeqCst) => path("/"),
            _ => path(COLLECTION),
        }
    }

    /// Opens the window.
    fn ask(&self) -> zbus::Result<()> {
        match self.behaviour {
            Ignores => Ok(()),
            Agrees(after) | MakesCollection(after) => {
                let service = self.clone();
                thread::spawn(move || {
                    thread::sleep(after);
                    service.open.store(true, Ordering::SeqCst);
                    let _ = service.completed(false);
                });
                Ok(())
            }
            _ => self.completed(true),
        }
    }

    fn completed(&self, dismissed: bool) -> zbus::Result<()> {
        let interface = "org.freedesktop.Secret.Prompt";
        let result = Value::from(vec![path(ITEM)]);
        self.connection.emit_signal(
            None::<&str>,
            path(PROMPT),
            interface,
            "Completed",
            &(dismissed, result),
        )
    }

    fn property(&self, call: &Message) -> zbus::Result<()> {
        let body = call.body();
        let (_, name): (&str, &str) = body.deserialize()?;
        match name {
            "Locked" => self.reply(
                call,
                &Value::from(
                    !self.open.load(Ordering::SeqCst)
                        && !matches!(self.behaviour, Absurd | WrongSession | FindsAnother),
                ),
            ),
            "Label" => self.reply(call, &Value::from("Login")),
            "Attributes" if self.behaviour == Absurd => {
                let absurd = [
                    ("service", "keyrc:\u{1b}[31m"),
                    ("username", "\u{1b}]0;you\u{7}"),
                    ("application", "keyrc"),
                ];
                self.reply(call, &Value::from(HashMap::from(absurd)))
            }
            "Attributes" if self.behaviour == FindsAnother => {
                let theirs = [
                    ("service", "keyrc:b.test"),
                    ("username", "you"),
                    ("application", "keyrc"),
                ];
                self.reply(call, &Value::from(HashMap::from(theirs)))
            }
            "Attributes" if self.behaviour != Refuses => {
                let ours = [
                    ("service", "keyrc:a.test"),
                    ("username", "me"),
                    ("application", "keyrc"),
                ];
                self.reply(call, &Value::from(HashMap::from(ours)))
            }
            _ => self.refuse(call, "org.freedesktop.Secret.Error.IsLocked"),
        }
    }

    fn reply(
        &self,
        call: &Message,
        body: &(impl serde::Serialize + DynamicType),
    ) -> zbus::Result<()> {
        self.connection.reply(&call.header(), body)
    }

    fn refuse(&self, call: &Message, name: &str) -> zbus::Result<()> {
        self.connection.reply_error(&call.header(), name, &"no")
    }
}

/// A bus that accepts connections and never answers.
pub(crate) fn mute_bus() -> Sandbox {
    let mut kept = Vec::new();
    listening(move |connection| kept.push(connection))
}

/// A bus that closes each connection at once, as dbus-daemon does with other users.
pub(crate) fn closing_bus() -> Sandbox {
    listening(drop)
}

fn listening(mut take: impl FnMut(UnixStream) + Send + 'static) -> Sandbox {
    let mut sandbox = Sandbox::new();
    let socket = sandbox.path("run/bus");
    let listener = UnixListener::bind(&socket).unwrap();
    thread::spawn(move || {
        listener
            .incoming()
            .map_while(Result::ok)
            .for_each(&mut take)
    });
    sandbox.set(
        "DBUS_SESSION_BUS_ADDRESS",
        &format!("unix:path={}", socket.display()),
    );
    sandbox
}
